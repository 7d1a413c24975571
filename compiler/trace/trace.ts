// A described request -> the attempts in order, each with every setting's value and where it comes from. An interpreter of the
// checked YAML: nothing is compiled and nothing is sent.

import { entryOf } from '../2-check/nodes.ts'
import { defaultHeaders } from './defaults.ts'
import { type Key, keyOf } from './key.ts'
import { native } from './native.ts'
import type { Said, Sourced } from './origin.ts'
import { Refusal } from './refusal.ts'
import { rest } from './rest.ts'
import { route } from './route.ts'
import { lengthMs, type Settings, settingsOf } from './settings.ts'
import type { Course, Described, Subject, Traced } from './subject.ts'
import { unified } from './unified.ts'
import { universal } from './universal.ts'

const doors = { universal, native, route, unified, rest }

/** By the segment after the gateway: no provider can have these. */
const bySegment: ReadonlyMap<string, Door> = new Map([
  ['', 'universal'],
  ['compat', 'unified'],
  ['dynamic', 'route'],
])

/** A way in, by name. */
export type Door = keyof typeof doors

/** What a request comes to. */
export interface Trace {
  readonly gateway: string
  readonly door: Door
  readonly deadlineMs: Sourced<number | null>
  readonly attempts: readonly TracedAttempt[]
}

/** One request to one provider. */
export interface TracedAttempt extends Pick<Traced, 'step' | 'model' | 'api' | 'translatedFrom'> {
  readonly provider: string
  /** Below the provider, without a query. */
  readonly endpoint: string
  /** `null` where the attempt is refused. */
  readonly decided: Decided | null
  /** Why the attempt gets an answer of the gateway's own; `null`: it goes out. */
  readonly refusal: Refusal | null
}

/** What is decided of an attempt. */
export interface Decided {
  readonly key: Key
  readonly settings: Settings
  readonly headers: Said
}

/** Throws a Refusal for a request that comes to no attempt, in the Worker's own words. */
export function trace(subject: Subject, described: Described): Trace {
  const { gateway } = subject
  const { account, segment, isRest } = described
  if (account !== null && gateway.account !== null && gateway.account !== account) {
    throw new Refusal('noSuchGateway', `There is no gateway '${gateway.id}' in account '${account}' here.`)
  }
  const door = isRest ? 'rest' : doorAt(segment, subject)
  const { attempts, route } = courseOf(door, subject, described)
  return {
    gateway: gateway.id,
    door,
    deadlineMs: deadlineOf(route, subject),
    attempts: attempts.map((traced) => attemptOf(subject, traced)),
  }
}

/** A segment whose door is in no gateway of the Worker is read as a provider's. */
function doorAt(segment: string, { features }: Subject): Door {
  const door = bySegment.get(segment) ?? 'native'
  return segment !== '' && usesOf(features, door).length === 0 ? 'native' : door
}

function usesOf({ universal, native, routes, compat, rest }: Subject['features'], door: Door): readonly unknown[] {
  return { universal, native, route: routes, unified: compat, rest }[door]
}

function courseOf(door: Door, subject: Subject, described: Described): Course {
  if (usesOf(subject.features, door).length > 0) return doors[door](subject, described)
  throw new Refusal('notFound', 'Nothing is served at this path. Use /v1/{account_id}/{gateway_id}/{provider}/….')
}

function attemptOf(subject: Subject, traced: Traced): TracedAttempt {
  const { step, slug, path, model, api, translatedFrom } = traced
  const about = { step, provider: slug, endpoint: path, model, api, translatedFrom }
  try {
    const settings = settingsOf(subject, traced)
    const key = keyOf(subject, traced, settings.keyAlias)
    return { ...about, decided: { key, settings, headers: defaultHeaders(subject, traced) }, refusal: null }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return { ...about, decided: null, refusal: thrown }
  }
}

/** The route's own, else the gateway's. */
function deadlineOf(route: Course['route'], { root, locate }: Subject): Sourced<number | null> {
  const entry = route?.deadline ?? entryOf(root, 'deadline')
  if (entry === undefined) return { value: null, from: { kind: 'default' } }
  const key = route?.deadline === undefined ? 'deadline' : `routes.${route.name}.deadline`
  return { value: lengthMs(entry.value), from: { kind: 'yaml', place: locate(entry.keySpan), key } }
}
