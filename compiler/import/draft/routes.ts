// The routes of a gateway that is being put together, within what a route may hold: names that fit a path, steps that can be
// asked and differ from one another, twenty at most.

import { neededForModels, withoutChats } from '../../2-check/vendors.ts'
import type { Draft, ProviderDraft, Step } from '../imported.ts'
import { identifier, isWritable } from './values.ts'

/** The most steps of a route, and the most routes of a gateway. */
export const mostSteps = 20
/** The most routes of a gateway. */
export const mostRoutes = 100

/** Why a model cannot be a step of a route; `null`: it can. */
export function stepProblem(slug: string, provider: ProviderDraft, model: string): string | null {
  if (withoutChats.includes(slug)) {
    return `A step asks for a chat, and ${slug} has none: it is called below /${slug}/, with its own API.`
  }
  const missing = (neededForModels.get(slug) ?? []).filter((name) => !Object.hasOwn(provider, name))
  if (missing.length > 0) {
    return `The source does not say its ${missing.join(' and ')}: add that to providers.${slug}, and the step to the route.`
  }
  if (model.length > 200 || !isWritable(model) || /^\s|\s$/.test(model)) return 'This is no name of a model.'
  return null
}

/** The name that a route has in a path; another than the source's where that has other characters or is taken. */
export function routeName(draft: Draft, wanted: string): string | null {
  const base = identifier(wanted)
  if (base === null || draft.routes.size >= mostRoutes) return null
  let name = base
  for (let number = 2; draft.routes.has(name); number += 1) name = `${base.slice(0, 60)}-${number}`
  return name
}

/** The steps in their order, each once. */
export function distinct(steps: readonly Step[]): Step[] {
  const seen = new Set<string>()
  return steps.filter((step) => {
    const meaning = JSON.stringify(step, (_, value) => (isPlain(value) ? sorted(value) : value))
    if (seen.has(meaning)) return false
    seen.add(meaning)
    return true
  })
}

function isPlain(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(value: { readonly [key: string]: unknown }): unknown {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
