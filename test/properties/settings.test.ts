// The order of precedence against a model of ten lines: for random YAML levels, requests and steps, through the compiler, the
// universal endpoint and settingsOf, the most specific level that says something wins, also with 0 and false.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkSources } from '../../compiler/compile.ts'
import { universal } from '../../runtime/endpoints/universal.ts'
import type { Attempt } from '../../runtime/exchange.ts'
import { GatewayError } from '../../runtime/problem.ts'
import { settingsOf } from '../../runtime/settings.ts'
import { sourcesOf } from './configs.ts'

/** What a level says, as header values by control; absent: nothing. */
type Said = { readonly [control in Control]?: string }
type Control = keyof typeof values

const number = (least: number, most: number) =>
  fc.oneof(fc.constantFrom(least, most), fc.integer({ min: least, max: most })).map(String)
const values = {
  'cf-aig-request-timeout': number(0, 3_600_000),
  'cf-aig-max-attempts': number(1, 5),
  'cf-aig-retry-delay': number(0, 5000),
  'cf-aig-backoff': fc.constantFrom('constant', 'linear', 'exponential'),
  'cf-aig-cache-ttl': number(0, 2_592_000),
  'cf-aig-skip-cache': fc.constantFrom('true', 'false', '1', '0', 'True'),
  'cf-aig-cache-key': fc.constantFrom('a', 'b', '0', 'false'),
} as const
/** Out of bounds or no value at all, each for one control. */
const refused: readonly (readonly [Control, string])[] = [
  ['cf-aig-request-timeout', '3600001'],
  ['cf-aig-max-attempts', '0'],
  ['cf-aig-max-attempts', '6'],
  ['cf-aig-retry-delay', '60001'],
  ['cf-aig-backoff', 'none'],
  ['cf-aig-cache-ttl', '2592001'],
  ['cf-aig-cache-ttl', '-1'],
  ['cf-aig-skip-cache', 'yes'],
]
/** What the hosted service once called them. */
const LEGACY: { readonly [name: string]: string } = {
  'cf-aig-cache-ttl': 'cf-cache-ttl',
  'cf-aig-skip-cache': 'cf-skip-cache',
}
/** What a step may say in `config` too, where a header of its own wins. */
const CONFIG: { readonly [key: string]: Control } = {
  requestTimeout: 'cf-aig-request-timeout',
  maxAttempts: 'cf-aig-max-attempts',
  retryDelay: 'cf-aig-retry-delay',
  backoff: 'cf-aig-backoff',
}

const said = fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Said>
const onRequest = fc.oneof(
  { weight: 8, arbitrary: said },
  fc.constantFrom(...refused).map(([name, value]): Said => ({ [name]: value })),
)
/** YAML has keys of its own for these. A TTL of the YAML is a number or is not there; `off` beside it is a level of its own. */
const inYaml = fc.record({
  said: said.map(({ 'cf-aig-skip-cache': _, 'cf-aig-cache-key': __, ...kept }) => positive(kept)),
  off: fc.boolean(),
})
const cases = fc.record({
  gateway: inYaml,
  provider: inYaml,
  request: onRequest,
  step: onRequest,
  config: fc.record(
    { requestTimeout: number(0, 1000), maxAttempts: number(1, 5), backoff: values['cf-aig-backoff'] },
    { requiredKeys: [] },
  ),
  /** How the levels are written: under old names, in other cases, as JSON numbers. */
  legacy: fc.tuple(fc.boolean(), fc.boolean()),
  upper: fc.boolean(),
  typed: fc.boolean(),
})
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

it('the most specific level that says something wins', async () => {
  const seen = { refused: 0, cached: 0, off: 0 }
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const expected = model(one)
      const found = await decided(one)
      expect(found).toEqual(expected)
      if (expected === 'invalidRequest') seen.refused += 1
      else if (expected.cache === null) seen.off += 1
      else seen.cached += 1
    }),
    { numRuns: 600 },
  )
  expect(Math.min(seen.refused, seen.cached, seen.off)).toBeGreaterThan(20)
})

/** The whole promise, from the four levels as they were written. */
function model({ gateway, provider, request, step, config }: Case) {
  const below = { 'cf-aig-max-attempts': '1', 'cf-aig-retry-delay': '500', 'cf-aig-backoff': 'exponential' }
  const ofConfig = Object.fromEntries(Object.entries(config).map(([key, value]) => [CONFIG[key], value]))
  const all: Said = { ...below, ...gateway.said, ...provider.said, ...request, ...ofConfig, ...step }
  const off = isOff({ gateway, provider })
  if (refused.some(([name, value]) => all[name] === value && !(off && name.includes('cache')))) return 'invalidRequest'
  const key = all['cf-aig-cache-key'] ?? null
  const ttlSeconds = Number(all['cf-aig-cache-ttl'] ?? (key === null ? 0 : 300))
  const timeout = all['cf-aig-request-timeout']
  return {
    timeoutMs: timeout === undefined ? null : Number(timeout),
    attempts: Number(all['cf-aig-max-attempts']),
    delayMs: Number(all['cf-aig-retry-delay']),
    backoff: all['cf-aig-backoff'],
    cache:
      off || ttlSeconds === 0 ? null : { ttlSeconds, key, skip: /^(true|1)$/i.test(all['cf-aig-skip-cache'] ?? '') },
  }
}

/** The YAML's `off` is final, and the provider's word on it wins. */
function isOff({ gateway, provider }: Pick<Case, 'gateway' | 'provider'>): boolean {
  if (provider.off) return true
  return gateway.off && provider.said['cf-aig-cache-ttl'] === undefined
}

/** The same through the product: YAML, plan, a universal request with one step, settings. */
async function decided({ gateway, provider, request, step, config, legacy, upper, typed }: Case) {
  const { plan, diagnostics } = checkSources(
    sourcesOf({ demo: { authentication: 'off', ...yaml(gateway), providers: { openai: yaml(provider) } } }),
  )
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const record = plan?.gateways[0]?.record
  const rows = new Map(plan?.rows.map(({ name, row }) => [name, row]))
  if (record === undefined) throw new Error('no gateway in the plan')
  const [ofRequest, ofStep] = legacy
  const own = Object.entries(named(step, ofStep)).map(([name, value]) => [
    upper ? name.toUpperCase() : name,
    typed && /^(\d+|true|false)$/.test(value) ? JSON.parse(value) : value,
  ])
  const asNumbers = Object.entries(config).map(([key, value]) => [key, key === 'backoff' ? value : Number(value)])
  const body = JSON.stringify({
    provider: 'openai',
    endpoint: 'chat/completions',
    headers: Object.fromEntries(own),
    config: Object.fromEntries(asNumbers),
    query: {},
  })
  const sent = new Request('http://gateway/', { method: 'POST', body, headers: named(request, ofRequest) })
  const located = { gateway: record, account: 'acct', segment: '', path: '', query: '' }
  try {
    const course = await universal(null)(located, { caller: null, spent: [], query: '' }, sent, rows)
    const [attempt] = course instanceof Response ? [] : course.attempts
    return attempt === undefined ? null : shown(attempt)
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.problem
    throw thrown
  }
}

function shown(attempt: Attempt) {
  const { timeoutMs, retries, cache } = settingsOf(attempt)
  const kept = cache && { ttlSeconds: cache.ttlSeconds, key: cache.key, skip: cache.skip }
  return { timeoutMs, ...retries, cache: kept }
}

function named(said: Said, legacy: boolean): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [legacy ? (LEGACY[name] ?? name) : name, value]),
  )
}

/** A level of the YAML in its own keys. */
function yaml({ said, off }: Case['gateway']) {
  const { 'cf-aig-request-timeout': timeout, 'cf-aig-cache-ttl': ttl } = said
  const retries = {
    ...(said['cf-aig-max-attempts'] && { attempts: Number(said['cf-aig-max-attempts']) }),
    ...(said['cf-aig-retry-delay'] && { delay: Number(said['cf-aig-retry-delay']) }),
    ...(said['cf-aig-backoff'] && { backoff: said['cf-aig-backoff'] }),
  }
  return {
    ...(timeout && { timeout: Number(timeout) }),
    ...(Object.keys(retries).length > 0 && { retries }),
    ...(off ? { cache: 'off' } : ttl && { cache: { ttl: Number(ttl) } }),
  }
}

/** The YAML's timeout is 1 ms at least; no limit is said by saying nothing. */
function positive({ 'cf-aig-request-timeout': timeout, ...kept }: Said): Said {
  return timeout === undefined || timeout === '0' ? kept : { ...kept, 'cf-aig-request-timeout': timeout }
}
