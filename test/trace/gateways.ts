// Random gateways that state their settings in all the ways there are.

import fc from 'fast-check'

/** A gateway's YAML as a value, and a fragment that it may extend. */
export interface Written {
  readonly gateway: { readonly [key: string]: unknown }
  readonly base: { readonly [key: string]: unknown }
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
  fc.record({
    model: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom('openai/a', 'openai/b/c', 'workers-ai/@cf/a', 'custom-one/a', 'parallel/p'),
      },
      fc.constantFrom('anthropic/c', 'google-ai-studio/g h', 'google-vertex-ai/google/g', 'aws-bedrock/b:0'),
    ),
  }),
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
    endpoints: some(
      fc.constantFrom<object>(
        { native: 'off' },
        { universal: 'off' },
        { compat: 'off' },
        { rest: 'off' },
        { compat: 'off', rest: 'off', universal: 'off' },
      ),
    ),
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
        'google-vertex-ai': { project: 'p1', region: 'europe-west4' },
        'azure-openai': {},
        'aws-bedrock': {},
        deepgram: {},
        echo: {},
      },
      routes,
      endpoints,
    },
  }))
