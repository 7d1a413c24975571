// A described request -> the attempts in order, each with every setting's value and where it comes from. An interpreter of the
// checked YAML: nothing is compiled and nothing is sent.

import { entryOf } from '../2-check/nodes.ts'
import { defaultHeaders } from './defaults.ts'
import { type Key, keyOf } from './key.ts'
import { native } from './native.ts'
import type { Said, Sourced } from './origin.ts'
import { Refusal } from './refusal.ts'
import { route, routeOf } from './route.ts'
import { lengthMs, type Settings, settingsOf } from './settings.ts'
import type { Described, Subject, Traced } from './subject.ts'
import { universal } from './universal.ts'

/** The segment of routes: no provider can have it. */
const dynamic = 'dynamic'

/** What a request comes to. */
export interface Trace {
  readonly gateway: string
  readonly door: 'universal' | 'native' | 'route'
  readonly deadlineMs: Sourced<number | null>
  readonly attempts: readonly TracedAttempt[]
}

/** One request to one provider. */
export interface TracedAttempt {
  readonly provider: string
  /** Below the provider, without a query. */
  readonly endpoint: string
  /** What a route puts into the body; `null` where the body names its model itself. */
  readonly model: string | null
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
  const { account, segment } = described
  if (account !== null && gateway.account !== null && gateway.account !== account) {
    throw new Refusal('noSuchGateway', `There is no gateway '${gateway.id}' in account '${account}' here.`)
  }
  const door = segment === '' ? 'universal' : segment === dynamic ? 'route' : 'native'
  const attempts = attemptsOf(door, subject, described).map((traced) => attemptOf(subject, traced))
  return { gateway: gateway.id, door, deadlineMs: deadlineOf(door, subject, described), attempts }
}

function attemptsOf(door: Trace['door'], subject: Subject, described: Described): readonly Traced[] {
  const { features } = subject
  const uses = { universal: features.universal, native: features.native, route: features.routes }[door]
  if (uses.length === 0) {
    throw new Refusal('notFound', 'Nothing is served at this path. Use /v1/{account_id}/{gateway_id}/{provider}/….')
  }
  return { universal, native, route }[door](subject, described)
}

function attemptOf(subject: Subject, traced: Traced): TracedAttempt {
  const about = { provider: traced.slug, endpoint: traced.path, model: traced.model }
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
function deadlineOf(door: Trace['door'], subject: Subject, { path }: Described): Sourced<number | null> {
  const { root, locate } = subject
  const own = door === 'route' ? routeOf(subject, path).route : undefined
  const entry = own?.deadline ?? entryOf(root, 'deadline')
  if (entry === undefined) return { value: null, from: { kind: 'default' } }
  const key = own?.deadline === undefined ? 'deadline' : `routes.${own.name}.deadline`
  return { value: lengthMs(entry.value), from: { kind: 'yaml', place: locate(entry.keySpan), key } }
}
