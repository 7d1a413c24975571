// A model's name, as callers say it -> who is to be asked: `{provider}/{model}` one provider, `dynamic/{route}` each step of a route,
// with what the YAML says of the step.

import type { SourceEntry } from '../1-read/tree.ts'
import { sentAs } from '../2-check/headers-of.ts'
import { cacheOff, statedAt } from '../2-check/levels/stated.ts'
import { type RouteTree, routesOf, type StepTree } from '../2-check/levels/steps-of.ts'
import { entriesOf, textOf, valueAt } from '../2-check/nodes.ts'
import type { Locate } from '../2-check/places.ts'
import { dotted } from '../2-check/shape-words.ts'
import { offered, providerOf } from './native.ts'
import type { Said, Sourced } from './origin.ts'
import { Refusal } from './refusal.ts'
import type { Subject, Traced } from './subject.ts'

/** A provider, and what it calls the model. */
export interface Aim extends Pick<Traced, 'slug' | 'provider' | 'row' | 'node'> {
  readonly model: string
  /** What a route's step says of itself. */
  readonly said: Said
}

/** Who is to be asked, in order. */
export interface Aims {
  readonly aims: readonly Aim[]
  /** The route that says so; `null`: the caller names one provider. */
  readonly route: RouteTree | null
}

const ofRoutes = 'dynamic/'

/** Throws a Refusal for a name without a provider, and for a route or a provider that is not there. */
export function aimsOf(subject: Subject, name: unknown): Aims {
  const { id, models, providers } = subject.gateway
  const [, slug, model] = (typeof name === 'string' && /^([^/]+)\/(.+)$/s.exec(name)) || []
  if (typeof name !== 'string' || slug === undefined || model === undefined) {
    const example = models[0] ?? `${Object.keys(providers)[0]}/…`
    const said =
      typeof name === 'string' && name !== '' ? `'${name}' does not say whose model it is` : 'The body names no model'
    throw new Refusal('invalidRequest', `${said}: \`model\` takes {provider}/{model}, such as '${example}'.`)
  }
  if (name.startsWith(ofRoutes)) return aimsOfRoute(subject, routeNamed(subject, model))
  const found = providerOf(subject, slug)
  if (found === null) {
    throw new Refusal('invalidProvider', `Gateway '${id}' has no provider '${slug}'. It has: ${offered(subject)}.`)
  }
  return { aims: [{ ...found, model, said: new Map() }], route: null }
}

/** Throws a Refusal for a route that the gateway does not have. */
export function routeNamed({ root, gateway }: Subject, name: string): RouteTree {
  const route = routesOf(root).find((one) => one.name === name)
  if (route !== undefined) return route
  const names = Object.keys(gateway.routes).join(', ') || 'none'
  throw new Refusal('notFound', `Gateway '${gateway.id}' has no route '${name}'. It has: ${names}.`)
}

/** The steps of a route. */
export function aimsOfRoute(subject: Subject, route: RouteTree): Aims {
  const aims = route.steps.flatMap((step): readonly Aim[] => {
    const found = providerOf(subject, step.slug ?? '')
    return found === null ? [] : [{ ...found, model: modelOf(step), said: saidByStep(step, subject.locate) }]
  })
  return { aims, route }
}

/** What the YAML says of a step, as the headers that say the same. */
function saidByStep({ node, path }: StepTree, locate: Locate): Said {
  const said = new Map<string, Sourced<string>>()
  const say = (name: string, value: string, { keySpan }: SourceEntry, keys: readonly string[]) =>
    said.set(name, { value, from: { kind: 'yaml', place: locate(keySpan), key: dotted([...path, ...keys]) } })
  for (const entry of entriesOf(valueAt(node, 'headers'))) {
    say(entry.key.toLowerCase(), sentAs(entry) ?? '', entry, ['headers', entry.key])
  }
  for (const { control, text, entry, keys } of statedAt({ owner: node, headers: [] })) say(control, text, entry, keys)
  const off = cacheOff(node)
  if (off !== undefined) say('cf-aig-cache-ttl', '0', off, ['cache'])
  return said
}

/** What stands behind the provider. */
function modelOf({ model, slug }: StepTree): string {
  return (textOf(model) ?? '').slice((slug ?? '').length + 1)
}
