// The value of every setting of an attempt and where it comes from, most specific first: what a step says > what the request says >
// the YAML provider > the YAML gateway. The Worker decides the same in its own way; test/properties/trace.test.ts holds the two together.

import type { SourceMap, SourceNode } from '../1-read/tree.ts'
import { cacheOff, statedAt } from '../2-check/levels/stated.ts'
import { entriesOf, entryOf, valueAt } from '../2-check/nodes.ts'
import type { Locate } from '../2-check/places.ts'
import { aliasesOf } from '../2-check/rules/byok-alias.ts'
import { dotted } from '../2-check/shape-words.ts'
import { milliseconds } from '../3-plan/duration.ts'
import type { Origin, Said, Sourced } from './origin.ts'
import { Refusal } from './refusal.ts'
import type { Subject, Traced } from './subject.ts'

/** Every setting of an attempt. `null`: no limit, or none. */
export interface Settings {
  readonly timeoutMs: Sourced<number | null>
  readonly idleTimeoutMs: Sourced<number | null>
  readonly attempts: Sourced<number>
  readonly retryDelayMs: Sourced<number>
  readonly backoff: Sourced<string>
  /** `null`: off, also where a request asks for it. 0: this attempt is not cached. */
  readonly cacheTtlSeconds: Sourced<number | null>
  readonly skipCache: Sourced<boolean>
  readonly cacheKey: Sourced<string | null>
  readonly keyAlias: Sourced<string>
}

const mostTimeoutMs = 3_600_000
const mostDelayMs = 60_000
const mostTtlSeconds = 30 * 86_400
/** The wire's default for a request that brings a cache key and no TTL. */
const ttlSecondsOfKeyed = 300

/** Throws a Refusal for a control that cannot be read. */
export function settingsOf({ root, locate }: Subject, { slug, provider, node, said }: Traced): Settings {
  const yaml = new Map([...statedIn(root, [], locate), ...statedIn(node, ['providers', slug], locate)])
  const whole = (name: string, least: number, most: number, preset: number | null) =>
    integer(said, name, least, most) ?? numeric(yaml.get(name)) ?? byDefault(preset)
  const timeoutMs = whole('cf-aig-request-timeout', 0, mostTimeoutMs, null)
  const attempts = whole('cf-aig-max-attempts', 1, 5, 1) as Sourced<number>
  const retryDelayMs = whole('cf-aig-retry-delay', 0, mostDelayMs, 500) as Sourced<number>
  const backoff =
    word(said, 'cf-aig-backoff', ['constant', 'linear', 'exponential']) ??
    yaml.get('cf-aig-backoff') ??
    byDefault('exponential')
  const cacheKey = said.get('cf-aig-cache-key') ?? byDefault(null)
  // Without a word about it a gateway that is pared down to native paths has no cache.
  const off = offAt(node, root, slug, locate) ?? (provider.cache === null ? byDefault(null) : null)
  const ttl = () => whole('cf-aig-cache-ttl', 0, mostTtlSeconds, cacheKey.value === null ? 0 : ttlSecondsOfKeyed)
  return {
    timeoutMs,
    idleTimeoutMs: idleTimeout(node, root, slug, locate),
    attempts,
    retryDelayMs,
    backoff,
    cacheTtlSeconds: off ?? ttl(),
    skipCache: (off === null ? truth(said, 'cf-aig-skip-cache') : null) ?? byDefault(false),
    cacheKey,
    keyAlias: said.get('cf-aig-byok-alias') ?? keyAlias(yaml.get('cf-aig-byok-alias'), node),
  }
}

/** What a level of the YAML says, by control. */
function statedIn(owner: SourceNode | undefined, path: readonly string[], locate: Locate): Said {
  if (owner === undefined) return new Map()
  const headers = entriesOf(valueAt(owner, 'headers'))
  return new Map(
    statedAt({ owner, headers }).map(({ control, keys, text, entry }) => [
      control,
      { value: text, from: { kind: 'yaml', place: locate(entry.keySpan), key: dotted([...path, ...keys]) } },
    ]),
  )
}

/** The entry of a key, at the provider or else at the gateway, and where it stands. */
function nearestEntry(key: string, node: SourceNode | undefined, root: SourceMap, slug: string, locate: Locate) {
  const own = entryOf(node, key)
  const entry = own ?? entryOf(root, key)
  if (entry === undefined) return null
  const name = own === undefined ? key : `providers.${slug}.${key}`
  const from: Origin = { kind: 'yaml', place: locate(entry.keySpan), key: name }
  return { owner: own === undefined ? root : node, entry, from }
}

function offAt(node: SourceNode | undefined, root: SourceMap, slug: string, locate: Locate): Sourced<null> | null {
  const found = nearestEntry('cache', node, root, slug, locate)
  return found?.owner === undefined || cacheOff(found.owner) === undefined ? null : { value: null, from: found.from }
}

function idleTimeout(node: SourceNode | undefined, root: SourceMap, slug: string, locate: Locate) {
  const found = nearestEntry('idle_timeout', node, root, slug, locate)
  return found === null ? byDefault(null) : { value: lengthMs(found.entry.value), from: found.from }
}

/** A length that the check has let through. */
export function lengthMs(node: SourceNode): number {
  return node.kind === 'scalar' ? milliseconds(node.value as string | number) : 0
}

/** A gateway's default alias is for those of its providers that have such a key. */
function keyAlias(stated: Sourced<string> | undefined, node: SourceNode | undefined): Sourced<string> {
  return stated === undefined || (node !== undefined && !aliasesOf(node).includes(stated.value))
    ? byDefault('default')
    : stated
}

function byDefault<T>(value: T): Sourced<T> {
  return { value, from: { kind: 'default' } }
}

function numeric(stated: Sourced<string> | undefined): Sourced<number> | undefined {
  return stated === undefined ? undefined : { ...stated, value: Number(stated.value) }
}

function integer(said: Said, name: string, least: number, most: number): Sourced<number> | undefined {
  const found = said.get(name)
  if (found === undefined) return undefined
  const number = /^\d{1,9}$/.test(found.value.trim()) ? Number(found.value) : Number.NaN
  if (number >= least && number <= most) return { ...found, value: number }
  throw unreadable(name, `a whole number from ${least} to ${most}`)
}

function word(said: Said, name: string, words: readonly string[]): Sourced<string> | undefined {
  const found = said.get(name)
  if (found === undefined || words.includes(found.value)) return found
  throw unreadable(name, `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
}

function truth(said: Said, name: string): Sourced<boolean> | undefined {
  const found = said.get(name)
  const value = found?.value.toLowerCase() ?? ''
  if (found === undefined) return undefined
  if (['true', '1', 'false', '0'].includes(value)) return { ...found, value: value === 'true' || value === '1' }
  throw unreadable(name, 'true or false')
}

function unreadable(name: string, takes: string): Refusal {
  return new Refusal('invalidRequest', `The header ${name} takes ${takes}.`)
}
