// Nothing is in a bundle that its gateways did not ask for: the exact modules of each kind of gateway, and the budgets.

import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'
import { built, closureOf, parts } from './built.ts'

const KIB = 1024
/** Nothing but the native endpoint. What a YAML does not mention is not all off: see the defaults below. */
const BARE = 'cache: off\nendpoints: { universal: off, compat: off, rest: off, realtime: off }\n'
const OFF = `authentication: off\n${BARE}`
const ON = `authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }\n${BARE}`
const DEFAULTS = 'authentication: off\nproviders: { openai: {} }\n'

/** What every gateway that answers at all is made of; packages by name. */
const always = [
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
const closure = (path: string) => closureOf(path, always)
const auth = ['runtime/layers/auth.ts', 'runtime/layers/gate.ts', 'runtime/layers/presented.ts']
const echo = ['echo', 'echo-embedding', 'echo-stream']
  .map((name) => `runtime/builtins/${name}.ts`)
  .concat('runtime/dialects/common/base64.ts')
const google = ['runtime/credentials/google.ts', 'runtime/credentials/jwt.ts', 'runtime/hex.ts']
const sigv4 = ['runtime/credentials/aws-signature.ts', 'runtime/credentials/sigv4.ts', 'runtime/hex.ts']
/** What holds a stream's first events back, where another provider may be asked. */
const stage = ['runtime/attempts/stage.ts']
const universal = [
  ...stage,
  'runtime/endpoints/universal.ts',
  'runtime/endpoints/universal.schema.json',
  'runtime/endpoints/shape.ts',
  'runtime/json.ts',
]
/** What asking for a model by name takes, where all speak the same. */
const named = ['aims', 'ask', 'asked', 'complete']
  .map((name) => `runtime/endpoints/${name}.ts`)
  .concat('runtime/json.ts')
const dynamic = [...stage, ...named, 'runtime/endpoints/dynamic.ts']
const compat = [...named, 'runtime/endpoints/compat.ts', 'runtime/endpoints/models.ts']
const compatSteps = [...universal, ...compat, 'runtime/endpoints/compat-step.ts']
const rest = [...named, 'runtime/endpoints/models.ts', 'runtime/endpoints/rest.ts']
const chats = closure('runtime/translation/chats.ts')
const embeddings = closure('runtime/translation/embeddings.ts')
const caller = (dialect: string) => closure(`runtime/dialects/${dialect}/caller.ts`)
const upstream = (dialect: string) => closure(`runtime/dialects/${dialect}/upstream.ts`)
const dialects = ['anthropic', 'bedrock', 'cohere', 'gemini', 'openai', 'workers-ai']
const bound = ['runtime/attempts/bound.ts', ...closure('runtime/builtins/workers-ai.ts')]
const limit = [
  'runtime/layers/limit.ts',
  'runtime/limits/counter.ts',
  'runtime/limits/window.ts',
  'runtime/state/limiter.ts',
]
const cache = [
  ...['answers', 'canonical', 'complete', 'edge', 'fill', 'key', 'memory', 'pack', 'quietly', 'refresh', 'whole'].map(
    (name) => `runtime/cache/${name}.ts`,
  ),
  'runtime/layers/cache.ts',
  'runtime/hex.ts',
  'runtime/layers/presented.ts',
  'runtime/streams/reader.ts',
]
const durable = [
  'runtime/cache/durable.ts',
  'runtime/state/cache-flights.ts',
  'runtime/state/cache-rows.ts',
  'runtime/state/cache-store.ts',
]
const kv = ['runtime/cache/kv.ts']
const watch = ['runtime/streams/guard.ts', 'runtime/streams/reader.ts']
const sockets = closure('runtime/endpoints/sockets.ts')
const websocket = [...sockets, ...closure('runtime/endpoints/websocket.ts')]
const realtime = [
  ...sockets,
  ...closure('runtime/endpoints/realtime.ts'),
  ...closure('runtime/endpoints/realtime-caller.ts'),
]
const custom = (dialect: string) => `  custom-${dialect}: { dialect: ${dialect}, url: https://llm.example.com }\n`
/** All but sockets, which the budget of the whole was made without. */
const everything = [
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
const whole = [
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
const caching = (settings: string) =>
  `authentication: off\nendpoints: { universal: off, compat: off, rest: off, realtime: off }\n${settings}providers: { openai: {} }\n`

describe.each([
  ['one provider, all else off', `${OFF}providers: { openai: {} }\n`, [], 8 * KIB],
  ['behind a host name', `${OFF}hostname: ai.example.com\nproviders: { openai: {} }\n`, [], 9 * KIB],
  ['a custom provider', `${OFF}providers:\n${custom('openai')}`, [], 8 * KIB],
  ['authentication', `${ON}providers: { openai: { key: { secret: KEY } } }\n`, auth, 9 * KIB],
  [
    'a route',
    `${OFF}providers: { openai: {}, groq: {} }\nroutes: { chat: [openai/gpt-4o, groq/llama-3.3-70b-versatile] }\n`,
    [...dynamic, ...chats, ...caller('anthropic'), ...upstream('openai')],
    21 * KIB,
  ],
  ['a provider that is built in', `${OFF}providers: { echo: {} }\n`, echo, 10 * KIB],
  ['a limit', `${OFF}rate_limit: { requests: 5, per: 1m }\nproviders: { openai: {} }\n`, limit, 10 * KIB],
  [
    'the universal endpoint',
    'authentication: off\ncache: off\nendpoints: { compat: off, rest: off, websocket: off, realtime: off }\nproviders: { openai: {} }\n',
    universal,
    11 * KIB,
  ],
  [
    'the universal endpoint over a WebSocket too',
    'authentication: off\ncache: off\nendpoints: { compat: off, rest: off, realtime: off }\nproviders: { openai: {} }\n',
    [...universal, ...websocket],
    14 * KIB,
  ],
  [
    'providers’ own WebSockets',
    'authentication: off\ncache: off\nendpoints: { universal: off, compat: off, rest: off }\nproviders: { openai: {} }\n',
    realtime,
    12 * KIB,
  ],
  [
    'a route across dialects',
    `${OFF}providers: { openai: {}, anthropic: {} }\nroutes: { chat: [openai/gpt-4o, anthropic/claude-sonnet-4-5] }\n`,
    [
      ...dynamic,
      ...chats,
      ...['openai', 'responses', 'anthropic'].flatMap(caller),
      ...['openai', 'anthropic'].flatMap(upstream),
    ],
    30 * KIB,
  ],
  [
    'models by name, of a provider that speaks OpenAI’s and Anthropic’s',
    `authentication: off\ncache: off\nendpoints: { universal: off, rest: off, realtime: off }\nproviders: { grok: {} }\n`,
    compat,
    11 * KIB,
  ],
  [
    'the REST API alone',
    `authentication: off\ncache: off\nendpoints: { universal: off, compat: off, realtime: off }\nproviders: { grok: {} }\n`,
    rest,
    11 * KIB,
  ],
  ['the platform’s own binding', `${OFF}providers: { workers-ai: { binding: AI } }\n`, bound, 22 * KIB],
  ['keys that sign', `${OFF}providers: { aws-bedrock: {} }\n`, sigv4, 11 * KIB],
  ['a custom provider whose key signs', `${OFF}providers:\n${custom('bedrock')}`, sigv4, 11 * KIB],
  ['keys that buy tokens', `${OFF}providers: { google-vertex-ai: {} }\n`, google, 10 * KIB],
  ['native paths alone, and not a word about a cache', caching(''), [], 8 * KIB],
  ['streams that are watched', `${OFF}idle_timeout: 60s\nproviders: { openai: {} }\n`, watch, 9 * KIB],
  ['a cache in KV', caching('cache: { ttl: 60, store: kv }\n'), [...cache, ...kv], 12 * KIB],
  ['a cache that is durable', caching('cache: { ttl: 60, store: durable }\n'), [...cache, ...durable], 14 * KIB],
  ['a cache wherever it runs', caching('cache: { ttl: 60 }\n'), [...cache, ...durable], 14 * KIB],
  [
    'what is on by default',
    DEFAULTS,
    [
      ...cache,
      ...compatSteps,
      ...rest,
      ...chats,
      ...caller('anthropic'),
      ...upstream('openai'),
      ...websocket,
      ...realtime,
    ],
    32 * KIB,
  ],
  ['everything but sockets', everything, whole, 60 * KIB],
  [
    'everything',
    everything.replace('endpoints: { websocket: off, realtime: off }\n', ''),
    [...whole, ...websocket, ...realtime],
    65 * KIB,
  ],
])('%s', async (_, yaml, asked, budget) => {
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

it('costs nothing to know host names where there are none', async () => {
  const without = await built(`${OFF}providers: { openai: {} }\n`)
  const behind = await built(`${OFF}hostname: ai.example.com\nproviders: { openai: {} }\n`)
  const size = ({ manifest }: typeof without) => manifest.bytes.modules['runtime/locate.ts'] ?? Number.NaN
  expect(size(without)).toBeLessThan(size(behind) - 200)
})

it('makes a feature as dear as the modules that only it needs', async () => {
  const { manifest } = await built(`${ON}providers: { aws-bedrock: {} }\n`)
  const { features, modules } = manifest.bytes
  const sum = (paths: readonly string[]) => paths.reduce((total, path) => total + (modules[path] ?? Number.NaN), 0)
  expect(features['runtime/layers/gate.ts']).toBe(sum(auth))
  expect(features['runtime/credentials/sigv4.ts']).toBe(sum(sigv4))
})
