// What `gatewright trace` says against what the Worker does: for random gateways and requests the same attempts, the same settings, the
// same keys, the same refusals; and every origin that is named is where the value stands.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stringify } from 'yaml'
import { extendAll } from '../../compiler/2-check/extends.ts'
import { locator } from '../../compiler/2-check/places.ts'
import type { Plan } from '../../compiler/3-plan/ir.ts'
import { checkSources } from '../../compiler/compile.ts'
import { lineText } from '../../compiler/diagnostics/position.ts'
import type { Key } from '../../compiler/trace/key.ts'
import type { Sourced } from '../../compiler/trace/origin.ts'
import { answerOf, Refusal } from '../../compiler/trace/refusal.ts'
import type { Subject } from '../../compiler/trace/subject.ts'
import { type Decided, trace } from '../../compiler/trace/trace.ts'
import { readAddress } from '../../compiler/trace/url.ts'
import { identityOf } from '../../runtime/attempts/credential.ts'
import { targetOf } from '../../runtime/attempts/target.ts'
import { native } from '../../runtime/endpoints/native.ts'
import { universal } from '../../runtime/endpoints/universal.ts'
import type { Attempt, Door } from '../../runtime/exchange.ts'
import { locate } from '../../runtime/locate.ts'
import { GatewayError, problems } from '../../runtime/problem.ts'
import { settingsOf } from '../../runtime/settings.ts'
import { type Sent, sent, type Written, written } from '../trace/cases.ts'

// Not seen by the type check, which has Node's types here and not the Worker's.
const dynamicModule: string = '../../runtime/endpoints/dynamic.ts'
const { dynamic } = (await import(dynamicModule)) as { readonly dynamic: Door }

const cases = fc.record({ written, requests: fc.array(sent, { minLength: 3, maxLength: 12 }) })

it('says what the Worker does', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(cases, async ({ written, requests }) => {
      const { plan, subject, texts } = subjectOf(written)
      fc.pre(plan !== null && subject !== null)
      if (plan === null || subject === null) return
      for (const one of requests) {
        const expected = await outcome(() => worked(plan, one))
        const found = await outcome(() => traced(subject, one, texts))
        expect(found).toEqual(expected)
        for (const kind of kindsOf(expected)) seen.add(kind)
      }
    }),
    { numRuns: 120 },
  )
  expect([...seen].sort()).toEqual([
    'cached',
    'invalidProvider',
    'invalidRequest',
    'invalidRequest in an attempt',
    'noSuchAlias in an attempt',
    'none',
    'not cached',
    'notFound',
    'off',
    'own',
    'several attempts',
    'stored',
  ])
})

it.each(['noSuchGateway', 'invalidProvider', 'noSuchAlias', 'invalidRequest', 'tooLarge', 'notFound'] as const)(
  'says of %s what the wire does',
  (name) => {
    const { status, code } = problems[name]
    expect(answerOf(new Refusal(name, ''))).toBe(`${status}, code ${code}`)
  },
)

interface Attempted {
  readonly slug: string
  readonly path: string
  readonly settings: object | string
  readonly key: string | null
}

/** What the Worker's own functions make of the request. */
async function worked(plan: Plan, { method, below, headers, body }: Sent): Promise<readonly Attempted[]> {
  const records = new Map(plan.gateways.map(({ record }) => [record.id, record]))
  const rows = new Map(plan.rows.map(({ name, row }) => [name, row]))
  const located = locate((id) => records.get(id), `http://localhost/v1/acme/g${below}`)
  const { gateway, segment, path } = located
  const { features } = plan
  const [door, uses] =
    segment === ''
      ? [universal, features.universal]
      : segment === 'dynamic'
        ? [dynamic, features.routes]
        : [native, features.native]
  if (uses.length === 0) {
    throw new GatewayError(
      'notFound',
      'Nothing is served at this path. Use /v1/{account_id}/{gateway_id}/{provider}/….',
    )
  }
  const request = new Request('http://localhost/', {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    // Bytes: a text would bring a content type of its own.
    body: body === null ? null : new TextEncoder().encode(body),
  })
  const attempts = await door(located, { caller: null, spent: [], query: located.query }, request, rows)
  const route = segment === 'dynamic' ? gateway.routes[path.slice(0, path.indexOf('/'))] : undefined
  const deadlineMs = route?.deadlineMs ?? gateway.deadlineMs
  return attempts.map((attempt) => ({ slug: attempt.slug, path: attempt.path, ...decided(attempt, deadlineMs) }))
}

function decided(attempt: Attempt, deadlineMs: number | null): Pick<Attempted, 'settings' | 'key'> {
  try {
    const { timeoutMs, alias, retries, cache } = settingsOf(attempt)
    const { provider, row, headers } = attempt
    const defaults = new Map(
      [...row.headers, ...provider.headers].map(([name, value]) => [name, headers.get(name) ?? value]),
    )
    const settings = {
      timeoutMs,
      idleTimeoutMs: provider.idleTimeoutMs,
      deadlineMs,
      ...retries,
      cache: cache === null ? null : { ttlSeconds: cache.ttlSeconds, skip: cache.skip, key: cache.key },
      off: provider.cache === null,
      alias,
      headers: Object.fromEntries(defaults),
    }
    const target = targetOf(attempt, 'acme')
    const identity = row.builtin === null ? identityOf({ attempt, target, headers, alias, env: {} }) : null
    return { settings, key: identity?.startsWith('own ') ? 'own' : identity }
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown
    return { settings: `${thrown.problem}: ${thrown.description}`, key: null }
  }
}

/** What the trace says of it, its origins looked up on the way. */
function traced(subject: Subject, request: Sent, texts: ReadonlyMap<string, string>): readonly Attempted[] {
  const { method, below, headers, body } = request
  const bytes = body === null ? null : new TextEncoder().encode(body)
  const address = readAddress(`/v1/acme/g${below}`, new Map())
  const described = {
    ...address,
    method,
    headers: new Headers(headers.map(([name, value]): [string, string] => [name, value])),
    body: bytes,
  }
  const { attempts, deadlineMs } = trace(subject, described)
  return attempts.map(({ provider, endpoint, decided, refusal }, step) => {
    const about = { slug: provider, path: endpoint }
    if (refusal !== null || decided === null) {
      return { ...about, settings: `${refusal?.problem}: ${refusal?.message}`, key: null }
    }
    for (const it of [...Object.values(decided.settings), ...decided.headers.values(), deadlineMs]) {
      expect(standsThere(it, request, step, texts), JSON.stringify(it)).toBe(true)
    }
    return { ...about, settings: flat(decided, deadlineMs, subject, provider), key: keyText(decided.key) }
  })
}

function flat(
  { settings, headers }: Decided,
  deadlineMs: Sourced<number | null>,
  { gateway, rows }: Subject,
  slug: string,
) {
  const ttl = settings.cacheTtlSeconds.value
  const provider = gateway.providers[slug]
  // A route step's own headers are shown too; they are no defaults.
  const defaults = [...(rows.get(provider?.row ?? '')?.headers ?? []), ...(provider?.headers ?? [])].map(
    ([name]) => name,
  )
  return {
    timeoutMs: settings.timeoutMs.value,
    idleTimeoutMs: settings.idleTimeoutMs.value,
    deadlineMs: deadlineMs.value,
    attempts: settings.attempts.value,
    delayMs: settings.retryDelayMs.value,
    backoff: settings.backoff.value,
    cache:
      ttl === null || ttl === 0
        ? null
        : { ttlSeconds: ttl, skip: settings.skipCache.value, key: settings.cacheKey.value },
    off: ttl === null,
    alias: settings.keyAlias.value,
    headers: Object.fromEntries(defaults.map((name) => [name, headers.get(name)?.value])),
  }
}

/** Whether a value is found where it is said to come from. */
function standsThere(
  { value, from }: Sourced<unknown>,
  { headers, body }: Sent,
  step: number,
  texts: ReadonlyMap<string, string>,
): boolean {
  switch (from.kind) {
    case 'yaml': {
      const line = lineText(texts.get(from.place.file) ?? '', from.place.line).slice(from.place.column - 1)
      const key = from.key.split('.').at(-1) ?? ''
      return new RegExp(`^"?${key}"?:`).test(line)
    }
    case 'request': {
      const brought = headers.find(([name]) => name.toLowerCase() === from.header)?.[1]
      return brought !== undefined && same(brought, value)
    }
    case 'step':
      return from.step === step && same(stepOf(body, step)?.headers?.[from.header], value)
    case 'config':
      return from.step === step && same(stepOf(body, step)?.config?.[from.key], value)
    case 'default':
      return true
    default:
      return from satisfies never
  }
}

function same(there: unknown, value: unknown): boolean {
  const text = `${there}`.trim().toLowerCase()
  const truth = value === true ? ['1', 'true'] : value === false ? ['0', 'false'] : []
  return text === `${value}`.toLowerCase() || truth.includes(text) || (text !== '' && Number(text) === value)
}

function stepOf(body: string | null, step: number) {
  const parsed = JSON.parse(body ?? 'null')
  return (Array.isArray(parsed) ? parsed : [parsed])[step]
}

function keyText(key: Key): string | null {
  return key.kind === 'none' ? null : key.kind === 'own' ? 'own' : `stored ${key.secret}`
}

function subjectOf({ gateway, base }: Written) {
  const files = { 'gateways/_base.yaml': base, 'gateways/g.yaml': gateway }
  const texts = new Map(
    Object.entries(files).map(([path, value]) => [path, stringify(JSON.parse(JSON.stringify(value)))]),
  )
  const sources = [...texts].map(([path, text]) => ({ kind: 'source' as const, path, bytes: Buffer.from(text) }))
  const { plan, documents } = checkSources(sources)
  const root = extendAll(documents).gateways.find(({ id }) => id === 'g')?.root
  if (plan === null || root?.kind !== 'map') return { plan, subject: null, texts }
  const record = plan.gateways[0]?.record
  const rows = new Map(plan.rows.map(({ name, row }) => [name, row]))
  if (record === undefined) return { plan, subject: null, texts }
  const subject: Subject = { root, gateway: record, rows, features: plan.features, locate: locator(texts) }
  return { plan, subject, texts }
}

/** Which of the interesting things a case was. */
function kindsOf(result: readonly Attempted[] | string): readonly string[] {
  if (typeof result === 'string') return [result.split(':')[0] ?? '']
  return result.flatMap(({ settings, key }) => {
    if (typeof settings === 'string') return [`${settings.split(':')[0]} in an attempt`]
    const { cache, off } = settings as { readonly cache: unknown; readonly off: boolean }
    return [
      ...(result.length > 1 ? ['several attempts'] : []),
      key?.split(' ')[0] ?? 'none',
      off ? 'off' : cache === null ? 'not cached' : 'cached',
    ]
  })
}

/** The attempts, or the words in which they were refused; what else is thrown is nobody's answer. */
async function outcome(
  answer: () => readonly Attempted[] | Promise<readonly Attempted[]>,
): Promise<readonly Attempted[] | string> {
  try {
    return await answer()
  } catch (thrown) {
    if (thrown instanceof GatewayError) return `${thrown.problem}: ${thrown.description}`
    if (thrown instanceof Refusal) return `${thrown.problem}: ${thrown.message}`
    throw thrown
  }
}
