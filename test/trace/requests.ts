// Requests to every door that there is, and to some that are not there, that state their settings, name their models and bring their
// keys rightly and wrongly.

import fc from 'fast-check'

/** A request: below the gateway's own path. */
export interface Sent {
  /** Whether it is one to the REST API: then it is below that, and names its gateway in a header. */
  readonly isRest: boolean
  readonly method: string
  readonly below: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
}

const some = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: undefined, freq: 2 })
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
const model = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        'openai/gpt',
        'anthropic/c',
        'google-ai-studio/g',
        'google-vertex-ai/google/g',
        'aws-bedrock/b:0/c',
        'dynamic/chat',
      ],
      ...['workers-ai/@cf/a', 'custom-one/a', 'parallel/p', 'dynamic/slow', 'dynamic/chat'],
    ),
  },
  fc.constantFrom<unknown>(
    undefined,
    7,
    '',
    'gpt',
    '/gpt',
    'openai/',
    'absent/x',
    'dynamic/no',
    'azure-openai/x',
    'deepgram/n',
  ),
)
/** As the REST API names models. */
const named = fc.oneof(
  { weight: 2, arbitrary: model },
  fc.constantFrom<unknown>('google/g', '@cf/a', '@hf/a', 'xai/grok', 'absent/x', 'openai/o'),
)
const api = fc.constantFrom(
  ...['chat/completions', 'chat/completions', 'v1/chat/completions', 'responses', 'messages', 'embeddings'],
  ...['messages/count_tokens', 'embeddings/x', 'files', 'chat'],
)
/** A body that asks a model for something. */
function asking(model: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc
    .record({ model, stream: fc.constantFrom<unknown>(undefined, true, false, 'yes'), contents: some(fc.constant([])) })
    .map((it) => JSON.stringify(it))
}
const compatStep = fc
  .record({
    provider: fc.constant('compat'),
    endpoint: fc.oneof({ weight: 6, arbitrary: api }, fc.constant('/chat/completions?a=b')),
    headers: fc
      .array(said, { maxLength: 3 })
      .map((all) => Object.fromEntries(all.map(([name, it]) => [name, typed(it)]))),
    query: fc.oneof(
      { weight: 9, arbitrary: asking(model).map((it) => JSON.parse(it)) },
      fc.constantFrom(undefined, 7, []),
    ),
  })
  .map((it) => it as object)
const universalBody = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.oneof({ weight: 3, arbitrary: universalStep }, compatStep), { minLength: 1, maxLength: 3 })
      .map((it) => JSON.stringify(it)),
  },
  { weight: 2, arbitrary: universalStep.map((it) => JSON.stringify(it)) },
  fc.array(fc.oneof(universalStep, broken), { maxLength: 3 }).map((it) => JSON.stringify(it)),
  fc.constantFrom('', '[', '7', 'null'),
)

const toGateway = fc.oneof(
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
      '/dynamic/chat/messages?beta=true',
      '/dynamic/chat/embeddings',
      '/dynamic/slow/embeddings',
      '/dynamic/slow/completions',
      '/dynamic/chat',
      '/dynamic/no/x',
    ),
    headers,
    body: fc.constantFrom('{}', '{"model":"x"}', '{"stream":true}', '[]', 'x'),
  }),
  fc.record({
    method: fc.oneof({ weight: 9, arbitrary: fc.constant('POST') }, fc.constant('PUT')),
    below: fc.tuple(api, fc.constantFrom('', '?a=b', '?key=own')).map(([api, query]) => `/compat/${api}${query}`),
    headers,
    body: fc.oneof({ weight: 9, arbitrary: asking(model) }, fc.constantFrom('', '[]', 'x')),
  }),
  fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'POST'),
    below: fc.constantFrom(
      '/compat/models',
      '/compat/v1/models/',
      '/compat/models/openai%2Fa',
      '/compat/models/dynamic/chat',
    ),
    headers,
    body: fc.constant(null),
  }),
)
const toRest = fc.record({
  method: fc.oneof({ weight: 9, arbitrary: fc.constant('POST') }, fc.constant('PUT')),
  below: fc.oneof(
    api.map((api) => `v1/${api}`),
    fc.constantFrom(
      'run/@cf/meta/l',
      'run/openai%2Fa',
      'run/google/g',
      'run/%',
      'run/absent/x',
      'v1/v1/messages',
      'models',
    ),
  ),
  headers,
  body: fc.oneof({ weight: 9, arbitrary: asking(named) }, fc.constantFrom('', '[]')),
})
const running = fc.record({
  method: fc.constant('POST'),
  below: fc.constantFrom('run', 'run?a=b'),
  headers,
  body: fc
    .record(
      {
        model: fc.oneof({ weight: 5, arbitrary: named }, fc.constant('anthropic/text-embed')),
        input: fc.constantFrom<unknown>({}, { messages: [] }, { input: 'a' }, { contents: [], stream: true }, 7),
        options: fc.constantFrom({}, { background: true }, { webhookUrl: 'https://a.example.com' }),
      },
      { requiredKeys: [] },
    )
    .map((it) => JSON.stringify(it)),
})

/** Requests to each of the doors, and to some that are not there. */
export const sent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 5, arbitrary: toGateway.map((it) => ({ isRest: false, ...it })) },
  { weight: 2, arbitrary: fc.oneof(toRest, running).map((it) => ({ isRest: true, ...it })) },
)

/** Some values as a step may have them: not as text. */
function typed(text: string): string | number | boolean {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  return text === 'true' ? true : text
}
