// What gateways are made of, by what they ask for, and how a build is held to it.

import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'
import { built, closureOf, parts } from './built.ts'

export const KIB = 1024
/** Nothing but the native endpoint. What a YAML does not mention is not all off: see the defaults below. */
export const BARE = 'cache: off\nendpoints: { universal: off, compat: off, rest: off, realtime: off }\n'
export const OFF = `authentication: off\n${BARE}`
export const ON = `authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }\n${BARE}`
export const DEFAULTS = 'authentication: off\nproviders: { openai: {} }\n'

/** What every gateway that answers at all is made of; packages by name. */
export const always = [
  'runtime/attempts/attempt.ts',
  'runtime/attempts/chain.ts',
  'runtime/attempts/credential.ts',
  'runtime/attempts/opening.ts',
  'runtime/attempts/outcome.ts',
  'runtime/attempts/payload.ts',
  'runtime/attempts/target.ts',
  'runtime/attempts/upstream.ts',
  'runtime/endpoints/native.ts',
  'runtime/headers.ts',
  'runtime/health.ts',
  'runtime/layers/retry.ts',
  'runtime/locate.ts',
  'runtime/new-id.ts',
  'runtime/problem.ts',
  'runtime/serve.ts',
  'runtime/settings.ts',
  'runtime/streams/silence.ts',
  'runtime/table.ts',
  'worker.ts',
]
export const closure = (path: string) => closureOf(path, always)
export const auth = ['runtime/layers/auth.ts', 'runtime/layers/gate.ts', 'runtime/layers/presented.ts']
export const echo = ['echo', 'echo-embedding', 'echo-stream']
  .map((name) => `runtime/builtins/${name}.ts`)
  .concat('runtime/dialects/common/base64.ts')
export const google = ['runtime/credentials/google.ts', 'runtime/credentials/jwt.ts', 'runtime/hex.ts']
export const sigv4 = ['runtime/credentials/aws-signature.ts', 'runtime/credentials/sigv4.ts', 'runtime/hex.ts']
/** What holds a stream's first events back, where another provider may be asked. */
export const stage = ['runtime/attempts/stage.ts']
export const universal = [
  ...stage,
  'runtime/endpoints/universal.ts',
  'runtime/endpoints/universal.schema.json',
  'runtime/endpoints/shape.ts',
  'runtime/json.ts',
]
/** What asking for a model by name takes, where all speak the same. */
export const named = ['aims', 'ask', 'asked', 'complete']
  .map((name) => `runtime/endpoints/${name}.ts`)
  .concat('runtime/json.ts')
export const dynamic = [...stage, ...named, 'runtime/endpoints/dynamic.ts']
export const compat = [...named, 'runtime/endpoints/compat.ts', 'runtime/endpoints/models.ts']
export const compatSteps = [...universal, ...compat, 'runtime/endpoints/compat-step.ts']
export const rest = [...named, ...['models', 'rest', 'running'].map((name) => `runtime/endpoints/${name}.ts`)]
export const chats = closure('runtime/translation/chats.ts')
export const embeddings = closure('runtime/translation/embeddings.ts')
export const caller = (dialect: string) => closure(`runtime/dialects/${dialect}/caller.ts`)
export const upstream = (dialect: string) => closure(`runtime/dialects/${dialect}/upstream.ts`)
export const dialects = ['anthropic', 'bedrock', 'cohere', 'gemini', 'openai', 'workers-ai']
export const bound = ['runtime/attempts/bound.ts', ...closure('runtime/builtins/workers-ai.ts')]
export const limit = ['layers/limit.ts', 'ready.ts', 'state/limiter.ts'].flatMap((path) => closure(`runtime/${path}`))
export const cache = [
  ...['answers', 'canonical', 'complete', 'edge', 'fill', 'key', 'memory', 'pack', 'quietly', 'refresh', 'whole'].map(
    (name) => `runtime/cache/${name}.ts`,
  ),
  'runtime/within.ts',
  'runtime/layers/cache.ts',
  'runtime/hex.ts',
  'runtime/layers/presented.ts',
  'runtime/streams/reader.ts',
]
export const durable = [
  'runtime/cache/durable.ts',
  'runtime/state/cache-flights.ts',
  'runtime/state/cache-rows.ts',
  'runtime/state/cache-store.ts',
]
export const kv = ['runtime/cache/kv.ts']
export const watch = ['runtime/streams/guard.ts', 'runtime/streams/reader.ts']
export const sockets = closure('runtime/endpoints/sockets.ts')
export const websocket = [...sockets, ...closure('runtime/endpoints/websocket.ts')]
export const realtime = [
  ...sockets,
  ...closure('runtime/endpoints/realtime.ts'),
  ...closure('runtime/endpoints/realtime-caller.ts'),
]
/** Imported for a constant, or for a function that nobody here calls: nothing of them is left. */
const SHAKEN = ['json.ts', 'layers/presented.ts', 'logs/datasets.ts', 'state/log-batch.ts'].map(
  (path) => `runtime/${path}`,
)
const kept = (path: string) => closure(`runtime/${path}`).filter((it) => !SHAKEN.includes(it))
/** What looking at what passes takes, of providers that speak these dialects. */
export const observing = (...dialects: readonly string[]) =>
  [
    'cost/charging.ts',
    'layers/observe.ts',
    'logs/tries.ts',
    ...dialects.map((dialect) => `dialects/${dialect}/usage.ts`),
  ].flatMap((path) => kept(path))
export const logs = ['logs/log-store-sink.ts', 'ready.ts', 'state/log-store.ts'].flatMap((path) => kept(path))
export const budgets = ['layers/budget.ts', 'ready.ts', 'state/ledger.ts'].flatMap((path) => kept(path))
export const spans = (encoding: string) => ['otel', `otlp-${encoding}`].flatMap((name) => kept(`telemetry/${name}.ts`))
export const dataset = kept('telemetry/analytics-engine.ts')
export const control = (door: string) => ['control-plane', door].flatMap((name) => kept(`endpoints/control/${name}.ts`))
export const session = ['endpoints/realtime-session.ts', 'logs/session.ts'].flatMap((path) => kept(path))
export const ADMIN = 'admin: { tokens: [{ name: ops, secret: OPS_TOKEN }] }\n'
export const PARED = 'universal: off, compat: off, rest: off, realtime: off'
export const custom = (dialect: string) =>
  `  custom-${dialect}: { dialect: ${dialect}, url: https://llm.example.com }\n`
/** All but sockets, which the budget of the whole was made without. */
export const everything = [
  'authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }\n',
  'hostname: ai.example.com\n',
  'cache: { ttl: 1h }\n',
  'rate_limit: { requests: 600, per: 1m }\n',
  'deadline: 10m\n',
  'routes: { chat: [openai/gpt-4o, groq/llama-3.3-70b-versatile] }\n',
  'endpoints: { websocket: off, realtime: off }\n',
  'providers:\n',
  ...Object.entries(providers).map(
    ([slug, { takes }]) =>
      `  ${slug}: {${takes.includes('account') ? ' account: acme, binding: AI ' : ''}${slug === 'mistral' ? ' cache: { store: kv } ' : ''}}\n`,
  ),
  ...Object.keys(customProviders).map(custom),
].join('')
export const whole = [
  ...auth,
  ...bound,
  ...cache,
  ...chats,
  ...compatSteps,
  ...durable,
  ...dynamic,
  ...echo,
  ...embeddings,
  ...google,
  ...kv,
  ...limit,
  ...rest,
  ...sigv4,
  ...watch,
  ...['openai', 'responses', 'anthropic'].flatMap(caller),
  ...dialects.flatMap(upstream),
  ...['cohere', 'gemini', 'workers-ai'].flatMap((dialect) => closure(`runtime/dialects/${dialect}/embeddings.ts`)),
  'runtime/attempts/named-target.ts',
]
export const caching = (settings: string) =>
  `authentication: off\nendpoints: { universal: off, compat: off, rest: off, realtime: off }\n${settings}providers: { openai: {} }\n`

/** A kind of gateway: its name, its YAML, the modules that it asks for besides those that are always there, and its budget in bytes. */
export type Case = readonly [name: string, yaml: string, asked: readonly string[], budget: number]

/** Builds each and holds it to what it asks for. */
export function weigh(cases: readonly Case[]): void {
  describe.each(cases)('%s', async (_, yaml, asked, budget) => {
    const { worker, manifest, imported } = await built(yaml)

    it('is made of what it asks for', () => {
      expect(parts(manifest.bytes.modules)).toEqual([...new Set([...always, ...asked])].sort())
    })

    it(`is at most ${budget / KIB} KiB, minified and compressed`, () => {
      expect(gzipSync(worker, { level: 9 }).byteLength).toBeLessThanOrEqual(budget)
    })

    it('says in its manifest what it weighs', () => {
      const { bytes } = manifest
      expect(bytes.worker).toBe(worker.byteLength)
      const modules = Object.values(bytes.modules).reduce((sum, size) => sum + size, 0)
      // The rest are the lines between modules and the comment that names the source map.
      expect(bytes.worker - modules).toBeGreaterThanOrEqual(0)
      expect(bytes.worker - modules).toBeLessThan(600)
      expect(Object.keys(bytes.features)).toEqual(Object.keys(bytes.modules).filter((path) => imported.includes(path)))
    })
  })
}
