// What `gatewright trace` says against what the Worker does: for random gateways and requests the same attempts, the same settings, the
// same keys, the same refusals; and every origin that is named is where the value stands.

import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import { extendAll } from '../../compiler/2-check/extends.ts'
import { locator } from '../../compiler/2-check/places.ts'
import { checkSources } from '../../compiler/compile.ts'
import { lineText } from '../../compiler/diagnostics/position.ts'
import type { Key } from '../../compiler/trace/key.ts'
import type { Sourced } from '../../compiler/trace/origin.ts'
import { answerOf, Refusal } from '../../compiler/trace/refusal.ts'
import type { Subject } from '../../compiler/trace/subject.ts'
import { type Decided, trace } from '../../compiler/trace/trace.ts'
import { readAddress } from '../../compiler/trace/url.ts'
import { GatewayError, problems } from '../../runtime/problem.ts'
import { type Written, written } from '../trace/gateways.ts'
import { type Sent, sent } from '../trace/requests.ts'
import type { Decided as Decision } from '../trace/worker.ts'

// Node has none; nothing here opens a socket.
vi.mock('cloudflare:sockets', () => ({}))

const { worked } = await import('../trace/worker.ts')

const cases = fc.record({ written, requests: fc.array(sent, { minLength: 3, maxLength: 12 }) })

it('says what the Worker does', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(cases, async ({ written, requests }) => {
      const { plan, subject, texts } = subjectOf(written)
      fc.pre(plan !== null && subject !== null)
      if (plan === null || subject === null) return
      for (const one of requests) {
        const expected = await outcome(async () => (await worked(plan, one)).map(shown))
        const found = await outcome(() => traced(subject, one, texts))
        expect(found).toEqual(expected)
        for (const kind of kindsOf(expected)) seen.add(kind)
      }
    }),
    { numRuns: 300 },
  )
  expect([...seen].sort()).toEqual([
    'a step passed over',
    'answered by the gateway',
    'asked as it is',
    'cached',
    'invalidProvider',
    'invalidRequest',
    'invalidRequest in an attempt',
    'noSuchAlias in an attempt',
    'noSuchModel',
    'none',
    'not cached',
    'notFound',
    'off',
    'own',
    'several attempts',
    'stored',
    'translated',
  ])
})

it.each([
  'noSuchGateway',
  'invalidProvider',
  'noSuchAlias',
  'noSuchModel',
  'invalidRequest',
  'tooLarge',
  'notFound',
] as const)('says of %s what the wire does', (name) => {
  const { status, code } = problems[name]
  expect(answerOf(new Refusal(name, ''))).toBe(`${status}, code ${code}`)
})

interface Attempted {
  readonly step: number
  readonly slug: string
  readonly path: string
  readonly model: string | null
  /** Between what it is translated. */
  readonly translated: string | null
  readonly settings: object | string
  readonly key: string | null
}

/** What the Worker decides of an attempt. */
function shown({ attempt, call, translated, deadlineMs }: Decision): Attempted {
  const { step, slug, path, model, provider, row, headers } = attempt
  const about = { step, slug, path, model, translated }
  if (call instanceof GatewayError) return { ...about, settings: `${call.problem}: ${call.description}`, key: null }
  const { timeoutMs, alias, retries, cache } = call.settings
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
  const identity = row.builtin === null ? call.identity() : null
  return { ...about, settings, key: identity?.startsWith('own ') ? 'own' : identity }
}

/** What the trace says of it, its origins looked up on the way. */
function traced(subject: Subject, request: Sent, texts: ReadonlyMap<string, string>): readonly Attempted[] {
  const { isRest, method, below, headers, body } = request
  const address = readAddress(isRest ? `/client/v4/accounts/acme/ai/${below}` : `/v1/acme/g${below}`, new Map())
  const described = {
    ...address,
    method,
    headers: new Headers(headers.map(([name, value]): [string, string] => [name, value])),
    body: body === null ? null : new TextEncoder().encode(body),
  }
  const { attempts, deadlineMs } = trace(subject, described)
  return attempts.map(({ step, provider, endpoint, model, api, translatedFrom, decided, refusal }) => {
    const translated = translatedFrom === null ? null : `from ${translatedFrom} to ${api}`
    const about = { step, slug: provider, path: endpoint, model, translated }
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
  if (result.length === 0) return ['answered by the gateway']
  const passedOver = result.some(({ step }, index) => step > index) ? ['a step passed over'] : []
  const kinds = result.flatMap(({ settings, key, translated, model }) => {
    if (typeof settings === 'string') return [`${settings.split(':')[0]} in an attempt`]
    const { cache, off } = settings as { readonly cache: unknown; readonly off: boolean }
    return [
      ...(result.length > 1 ? ['several attempts'] : []),
      ...(model === null ? [] : [translated === null ? 'asked as it is' : 'translated']),
      key?.split(' ')[0] ?? 'none',
      off ? 'off' : cache === null ? 'not cached' : 'cached',
    ]
  })
  return [...passedOver, ...kinds]
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
