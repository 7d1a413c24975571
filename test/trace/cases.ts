// Random gateways that state their settings in all the ways there are, and requests that state the same settings, rightly and wrongly.

import fc from 'fast-check'

/** A gateway's YAML as a value, and a fragment that it may extend. */
export interface Written {
  readonly gateway: { readonly [key: string]: unknown }
  readonly base: { readonly [key: string]: unknown }
}

/** A request: below the gateway's own path. */
export interface Sent {
  readonly method: string
  readonly below: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
}

const some = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: undefined, freq: 2 })
const backoffs = fc.constantFrom('constant', 'linear', 'exponential')
const milliseconds = fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constantFrom('100ms', '0.5s', '2s', '1.5ms'))
const seconds = fc.oneof(fc.integer({ min: 0, max: 90_000 }), fc.constantFrom('1s', '1.5s', '30d', '2m', '0s'))

/** A setting of a level: by its key, by its header, or not at all. */
function eitherWay<K, H>(key: fc.Arbitrary<K>, header: fc.Arbitrary<H>) {
  return fc.oneof(
    fc.constant({ key: undefined, header: undefined }),
    fc.record({ key, header: fc.constant(undefined) }),
    fc.record({ key: fc.constant(undefined), header }),
  )
}

const controls = fc.record({
  timeout: eitherWay(milliseconds, fc.integer({ min: 1, max: 3_600_000 })),
  attempts: eitherWay(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  delay: eitherWay(fc.oneof(fc.constant(0), milliseconds), fc.integer({ min: 0, max: 5000 })),
  backoff: eitherWay(backoffs, backoffs),
  ttl: eitherWay(seconds, fc.integer({ min: 0, max: 2_592_000 })),
})
const defaults = fc.dictionary(
  fc.constantFrom('X-A', 'x-b', 'content-type', 'anthropic-version'),
  fc.constantFrom('one', 'two', 3, true),
)

/** A level: what is `undefined` does not reach the YAML. */
function level<T extends object>(own: fc.Arbitrary<T>, cache: fc.Arbitrary<object | 'off'>) {
  return fc
    .tuple(controls, defaults, some(cache), own)
    .map(([{ timeout, attempts, delay, backoff, ttl }, headers, cache, own]) => ({
      timeout: timeout.key,
      retries: { attempts: attempts.key, delay: delay.key, backoff: backoff.key },
      // `off` beside a ttl is the same setting twice.
      cache: ttl.key !== undefined ? { ttl: ttl.key } : ttl.header === undefined ? cache : undefined,
      headers: {
        ...headers,
        'CF-AIG-Request-Timeout': timeout.header,
        'cf-aig-max-attempts': attempts.header,
        'cf-aig-retry-delay': delay.header,
        'cf-aig-backoff': backoff.header,
        'cf-aig-cache-ttl': ttl.header,
      },
      ...own,
    }))
}

const caches = fc.constantFrom('off', { store: 'edge' }, { streams: false })
const between = fc.constantFrom('1m', 5000)
const keys = fc.subarray(['default', 'batch', 'night']).map((names) => ({
  keys: names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, { secret: `KEY_${name}` }])),
}))
const provider = level(
  fc.tuple(keys, some(between)).map(([keys, idle]) => ({ ...keys, idle_timeout: idle })),
  caches as fc.Arbitrary<object | 'off'>,
)
const step = level(
  fc.record({ model: fc.constantFrom('openai/a', 'openai/b/c', 'workers-ai/@cf/a', 'custom-one/a', 'parallel/p') }),
  fc.constant('off' as const),
).chain((it) =>
  fc.oneof(
    fc.constant(it.model),
    fc.record({ key: some(fc.constant('greeting')), skip: some(fc.boolean()) }).map(({ key, skip }) => ({
      ...it,
      headers: { ...it.headers, 'cf-aig-cache-key': key, 'cf-aig-skip-cache': skip },
    })),
  ),
)
const routes = fc.dictionary(
  fc.constantFrom('chat', 'slow'),
  fc
    .tuple(fc.array(step, { minLength: 1, maxLength: 3 }), some(fc.constantFrom('1m', 200)))
    .map(([steps, deadline]) => (deadline === undefined ? steps : { steps, deadline })),
)

/** Gateways with every provider that has something of its own: a key in the query, a header, a path with another key, none at all. */
export const written: fc.Arbitrary<Written> = fc
  .record({
    top: level(
      fc.record({ idle_timeout: some(between), deadline: some(fc.constantFrom('5m', 1000)) }),
      caches as fc.Arbitrary<object | 'off'>,
    ),
    openai: provider,
    anthropic: provider,
    google: provider,
    parallel: provider,
    own: provider,
    alias: some(fc.constantFrom('batch', 'night')),
    routes,
    inherits: fc.boolean(),
    fragment: level(fc.record({ idle_timeout: some(between) }), fc.constant('off' as const)),
    endpoints: some(fc.constantFrom({ native: 'off' }, { universal: 'off' })),
    tokens: fc.boolean(),
  })
  .map(({ top, openai, anthropic, google, parallel, own, alias, routes, inherits, fragment, endpoints, tokens }) => ({
    base: fragment,
    gateway: {
      extends: inherits ? '_base' : undefined,
      authentication: tokens ? { tokens: [{ name: 'ci', secret: 'CI_TOKEN' }] } : 'off',
      ...top,
      headers: { ...top.headers, 'cf-aig-byok-alias': alias },
      providers: {
        openai: { ...openai, keys: { ...openai.keys, batch: { secret: 'BATCH' }, night: { secret: 'NIGHT' } } },
        anthropic,
        'google-ai-studio': google,
        parallel,
        'custom-one': { ...own, dialect: 'openai', url: 'https://one.example.com' },
        'workers-ai': {},
        echo: {},
      },
      routes,
      endpoints,
    },
  }))

const value = fc.oneof(
  { weight: 6, arbitrary: fc.nat(4).map(String) },
  { weight: 2, arbitrary: fc.nat(90_000).map(String) },
  fc.constantFrom('', '-1', '1.5', 'soon', ' 2 ', '2592000', '2592001', '60001', '3600001', '9999999999'),
)
const word = fc.constantFrom('constant', 'linear', 'exponential', 'fast')
const truth = fc.constantFrom('true', 'FALSE', '1', '0', 'maybe', '')
const slots = fc.tuple(fc.constantFrom('authorization', 'x-api-key', 'x-goog-api-key'), fc.constantFrom('own', ''))
const said = fc.oneof(
  fc.tuple(fc.constant('cf-aig-request-timeout'), value),
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('CF-AIG-Cache-TTL', 'cf-cache-ttl'), value) },
  fc.tuple(fc.constantFrom('cf-aig-max-attempts', 'cf-aig-retry-delay'), value),
  fc.tuple(fc.constant('cf-aig-backoff'), word),
  fc.tuple(fc.constantFrom('cf-aig-skip-cache', 'cf-skip-cache'), truth),
  fc.tuple(fc.constant('cf-aig-cache-key'), fc.constantFrom('k1', 'k2')),
  fc.tuple(fc.constant('cf-aig-byok-alias'), fc.constantFrom('default', 'batch', 'absent')),
  fc.tuple(fc.constantFrom('x-a', 'X-B', 'anthropic-version'), fc.constantFrom('mine', '')),
  { weight: 2, arbitrary: fc.tuple(fc.constant('content-type'), fc.constant('text/plain')) },
  { weight: 2, arbitrary: slots },
)
const headers = fc.uniqueArray(said, { maxLength: 4, selector: ([name]) => name.toLowerCase() })

const config = fc.record(
  {
    requestTimeout: fc.constantFrom(0, 1, 3_600_000, 3_600_001, 'x'),
    maxAttempts: fc.constantFrom(1, 5, 6, 2.5),
    retryDelay: fc.constantFrom(0, 60_000, -1),
    backoff: word,
  },
  { requiredKeys: [] },
)
const slug = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom('openai', 'anthropic', 'google-ai-studio', 'parallel', 'parallel', 'custom-one', 'echo'),
  },
  fc.constantFrom('absent', 'Upper', 'constructor'),
)
const path = fc.constantFrom(
  'chat/completions',
  '/v1/chat/completions',
  'models/g:generateContent?key=own',
  'x?key=',
  '',
)
const universalStep = fc
  .record(
    {
      provider: slug,
      endpoint: path,
      headers: fc
        .array(said, { maxLength: 3 })
        .map((all) => Object.fromEntries(all.map(([name, it]) => [name, typed(it)]))),
      authorization: fc.constantFrom('Bearer step', ''),
      config,
      query: fc.constant({ a: 1 }),
    },
    { requiredKeys: ['provider', 'endpoint'] },
  )
  .map((it) => it as object)
const broken = fc.oneof(
  fc.constant({ provider: 'openai' }),
  fc.constant({ provider: 'openai', endpoint: 'a', headers: { 'a b': 'c' } }),
  fc.constant({ provider: 'openai', endpoint: 'a', headers: { 'x-a': null } }),
  fc.constant(7),
)
const universalBody = fc.oneof(
  { weight: 6, arbitrary: fc.array(universalStep, { minLength: 1, maxLength: 3 }).map((it) => JSON.stringify(it)) },
  { weight: 2, arbitrary: universalStep.map((it) => JSON.stringify(it)) },
  fc.array(fc.oneof(universalStep, broken), { maxLength: 3 }).map((it) => JSON.stringify(it)),
  fc.constantFrom('', '[', '7', 'null'),
)

/** Requests to each of the doors, and to some that are not there. */
export const sent: fc.Arbitrary<Sent> = fc.oneof(
  fc.record({
    method: fc.oneof({ weight: 9, arbitrary: fc.constant('POST') }, fc.constant('PUT')),
    below: fc.constantFrom('', '/', '/?a=b'),
    headers,
    body: universalBody,
  }),
  fc.record({
    method: fc.constant('POST'),
    below: fc.tuple(slug, path).map(([slug, path]) => `/${slug}/${path.replace(/^\//, '')}`),
    headers,
    body: fc.constant(null),
  }),
  // Keys of their own, where one provider takes them in several places.
  fc.record({
    method: fc.constant('POST'),
    below: fc.constantFrom('/parallel/chat/completions', '/parallel/v1beta/tasks/runs', '/google-ai-studio/x?key=own'),
    headers: fc.uniqueArray(slots, { maxLength: 2, selector: ([name]) => name }),
    body: fc.constant(null),
  }),
  fc.record({
    method: fc.constant('POST'),
    below: fc.constantFrom(
      '/dynamic/chat/v1/chat/completions',
      '/dynamic/slow/chat/completions',
      '/dynamic/chat',
      '/dynamic/no/x',
    ),
    headers,
    body: fc.constantFrom('{}', '{"model":"x"}', '[]', 'x'),
  }),
)

/** Some values as a step may have them: not as text. */
function typed(text: string): string | number | boolean {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  return text === 'true' ? true : text
}
