// Routes: which models they ask, in which order, and what their steps say of time, retries and cache.

import type { RouteBehaviour, StepBehaviour } from '../behaviour.ts'
import { type Finding, finding, isSame } from '../change.ts'
import { BACKOFFS, counted, duration } from '../words.ts'
import { type Aspect, differing } from './aspect.ts'

/** All routes of a gateway, by name. */
export const routes: Aspect<{ readonly [name: string]: RouteBehaviour }> = (before, after) =>
  differing(before, after).flatMap((route) => routeChanges(`route ${route.name}`, route.before, route.after))

function routeChanges(
  subject: string,
  before: RouteBehaviour | undefined,
  after: RouteBehaviour | undefined,
): readonly Finding[] {
  if (before === undefined || after === undefined) {
    const words = (route: RouteBehaviour | undefined) => (route === undefined ? null : routeWords(route))
    return [finding(subject, words(before), words(after))]
  }
  const deadline = isSame(before.deadlineMs, after.deadlineMs)
    ? []
    : [finding(`deadline of ${subject}`, deadlineWords(before), deadlineWords(after))]
  return [...chainChanges(subject, before.steps, after.steps), ...deadline]
}

/** With the same models it is the steps' settings that changed. */
function chainChanges(
  subject: string,
  before: readonly StepBehaviour[],
  after: readonly StepBehaviour[],
): readonly Finding[] {
  if (!isSame(models(before), models(after))) {
    return [
      finding(subject, chainWords(before), chainWords(after), 'neutral', chainNote(models(before), models(after))),
    ]
  }
  return after.flatMap((step, at) => {
    const was = before[at] ?? step
    if (isSame(was, step)) return []
    return [finding(`step ${at + 1} of ${subject}, ${step.model}`, settingWords(was), settingWords(step))]
  })
}

function chainNote(before: readonly string[], after: readonly string[]): string | null {
  const [more, fewer] = [without(after, before), without(before, after)]
  if (more.length === 0 && fewer.length === 0) return 'in another order'
  if (fewer.length === 0) return `${more.join(', ')} too`
  if (more.length === 0) return `${fewer.join(', ')} no more`
  return null
}

/** A chain may ask a model twice. */
function without(models: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return models.filter((model) => {
    const at = left.indexOf(model)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

function models(steps: readonly StepBehaviour[]): readonly string[] {
  return steps.map(({ model }) => model)
}

function routeWords(route: RouteBehaviour): string {
  const deadline = deadlineWords(route)
  return `${chainWords(route.steps)}${deadline === null ? '' : `, in ${deadline} at most`}`
}

function deadlineWords({ deadlineMs }: RouteBehaviour): string | null {
  return deadlineMs === undefined ? null : duration(deadlineMs)
}

function chainWords(steps: readonly StepBehaviour[]): string {
  return steps
    .map((step) => (step.headers === undefined ? step.model : `${step.model} (${settingWords(step)})`))
    .join(', then ')
}

function settingWords({ headers }: StepBehaviour): string {
  if (headers === undefined) return 'no settings of its own'
  return Object.entries(headers)
    .map(([name, value]) => known[name]?.(value) ?? `${name}: ${value}`)
    .join(', ')
}

/** The headers that a step's settings have become, in the words of the settings. Other spellings of a number stay as they are. */
const known: { readonly [name: string]: (value: string) => string | undefined } = {
  'cf-aig-request-timeout': numeric((ms) => `${duration(ms)} to the first byte`),
  'cf-aig-max-attempts': numeric((attempts) => `asked ${counted(attempts, 'time')} at most`),
  'cf-aig-backoff': (value) => Object.entries(BACKOFFS).find(([name]) => name === value)?.[1],
  'cf-aig-retry-delay': numeric((ms) => `${duration(ms)} apart`),
  'cf-aig-cache-ttl': numeric((seconds) => (seconds === 0 ? 'not cached' : `cached for ${duration(seconds * 1000)}`)),
}

function numeric(words: (value: number) => string): (value: string) => string | undefined {
  return (value) => (/^(?:0|[1-9]\d{0,14})$/.test(value) ? words(Number(value)) : undefined)
}
