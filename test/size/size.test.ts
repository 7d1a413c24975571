// Nothing is in a bundle that its gateways did not ask for: the exact modules of each kind of gateway, and the budgets.

import { expect, it } from 'vitest'
import { built } from './built.ts'
import {
  auth,
  bound,
  cache,
  caching,
  caller,
  chats,
  compat,
  compatSteps,
  custom,
  DEFAULTS,
  durable,
  dynamic,
  echo,
  everything,
  google,
  KIB,
  kv,
  limit,
  OFF,
  ON,
  realtime,
  rest,
  sigv4,
  universal,
  upstream,
  watch,
  websocket,
  weigh,
  whole,
} from './modules.ts'

weigh([
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
  ['a limit', `${OFF}rate_limit: { requests: 5, per: 1m }\nproviders: { openai: {} }\n`, limit, 11 * KIB],
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
    31 * KIB,
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
    12 * KIB,
  ],
  ['the platform’s own binding', `${OFF}providers: { workers-ai: { binding: AI } }\n`, bound, 22 * KIB],
  ['keys that sign', `${OFF}providers: { aws-bedrock: {} }\n`, sigv4, 11 * KIB],
  ['a custom provider whose key signs', `${OFF}providers:\n${custom('bedrock')}`, sigv4, 11 * KIB],
  ['keys that buy tokens', `${OFF}providers: { google-vertex-ai: {} }\n`, google, 10 * KIB],
  ['native paths alone, and not a word about a cache', caching(''), [], 8 * KIB],
  ['streams that are watched', `${OFF}idle_timeout: 60s\nproviders: { openai: {} }\n`, watch, 9 * KIB],
  ['a cache in KV', caching('cache: { ttl: 60, store: kv }\n'), [...cache, ...kv], 12 * KIB],
  [
    'a cache that is durable',
    caching('cache: { ttl: 60, store: durable }\n'),
    [...cache, ...durable, 'runtime/ready.ts'],
    14 * KIB,
  ],
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
])

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
