// Configurations by chance, of each format: fitting values, odd ones, and keys that can be told wherever they turn up.

import fc from 'fast-check'

/** Stands in the middle of every key, and nowhere else. */
export const MARK = 'pLaNtEd'
const secret = fc
  .tuple(
    fc.constantFrom('sk-', 'sk-ant-api03-', 'AKIA', 'Bearer ', '', 'plain password ', 'hf_'),
    fc.string({ unit: fc.constantFrom(...'abcXYZ0189-_'), minLength: 4, maxLength: 24 }),
  )
  .map(([start, rest]) => `${start}${MARK}${rest}`)
const key = fc.oneof(
  secret,
  fc.constantFrom('os.environ/OPENAI_API_KEY', 'os.environ/AI', 'os.environ/1', '$GROQ_API_KEY', '{{X}}', 'none', ''),
)
const word = fc.oneof(
  fc.constantFrom(
    'gpt-4o',
    'gpt-3.5-turbo',
    'claude',
    'main',
    '__proto__',
    'a b',
    'ümläut',
    '*',
    'x/y',
    '@cf/meta/llama',
  ),
  fc.string({ maxLength: 12 }),
)
const number = fc.oneof(fc.integer({ min: -3, max: 100_000 }), fc.double({ noNaN: true }), fc.constantFrom(0, 1, 1e12))
const odd: fc.Arbitrary<unknown> = fc.oneof(
  word,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(word, { maxLength: 2 }),
)
const vendor = fc.constantFrom(
  'openai',
  'azure',
  'azure-openai',
  'anthropic',
  'bedrock',
  'vertex_ai',
  'vertex-ai',
  'gemini',
  'google',
  'groq',
  'cohere',
  'cloudflare',
  'workers-ai',
  'together_ai',
  'ollama',
  'hosted_vllm',
  'deepgram',
  'huggingface',
  'nobody',
)
const url = fc.oneof(
  fc.constantFrom(
    'https://contoso.openai.azure.com/',
    'https://fabrikam.openai.azure.com',
    'https://llm.example.com/v1',
    'https://llm.example.com/v1/chat/completions?x=1#y',
    'http://vllm:8000/v1',
    'http://localhost:8000',
    'http://[::1]:8000/v1',
    'os.environ/AZURE_API_BASE',
    'https://api.cloudflare.com/client/v4/accounts/abc/ai/run/',
    'ftp://x',
    'https://a b',
  ),
  fc.webUrl(),
  secret.map((text) => `https://user:${encodeURIComponent(text)}@llm.example.com/v1`),
)

/** Some of these keys, each with a value that fits or with an odd one. */
function some(shape: { readonly [name: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<object> {
  const values = Object.entries(shape).map(([name, value]) => [
    name,
    fc.oneof({ arbitrary: value, weight: 9 }, { arbitrary: odd, weight: 1 }),
  ])
  return fc.record(Object.fromEntries(values), { requiredKeys: [] })
}

const headers = fc.dictionary(
  fc.oneof(word, fc.constantFrom('x-team', 'Authorization', 'host', 'cf-aig-x')),
  fc.oneof(word, secret),
  {
    maxKeys: 3,
  },
)
const seconds = fc.oneof(number, fc.constantFrom('30', '10m'))

const deployment = some({
  model_name: word,
  litellm_params: some({
    model: fc.oneof(
      fc.tuple(vendor, word).map(([name, model]) => `${name}/${model}`),
      fc.constantFrom(
        'gpt-4o',
        'claude-sonnet-4-5',
        'bedrock/us-west-2/amazon.nova-pro-v1:0',
        'openai/*',
        'vertex_ai/claude-x',
      ),
      word,
    ),
    api_key: key,
    api_base: url,
    custom_llm_provider: vendor,
    litellm_credential_name: fc.constantFrom('one', 'two'),
    aws_access_key_id: key,
    aws_secret_access_key: key,
    aws_region_name: fc.constantFrom('us-east-1', 'os.environ/REGION', 'Nowhere!'),
    vertex_project: word,
    vertex_location: fc.constantFrom('europe-west4', 'global'),
    vertex_credentials: fc.oneof(key, word),
    organization: word,
    extra_headers: headers,
    timeout: seconds,
    max_retries: number,
    order: number,
    weight: number,
    rpm: number,
    tpm: number,
    input_cost_per_token: number,
    output_cost_per_token: number,
  }),
  model_info: some({ input_cost_per_token: number, output_cost_per_token: number, mode: word }),
})
const fallbacks = fc.array(fc.dictionary(word, fc.array(word, { maxLength: 3 }), { maxKeys: 2 }), { maxLength: 3 })
/** Configurations in the format of that name. */
export const litellm: fc.Arbitrary<object> = fc
  .tuple(
    fc.array(deployment, { minLength: 1, maxLength: 6 }),
    some({
      router_settings: some({
        fallbacks,
        context_window_fallbacks: fallbacks,
        default_fallbacks: fc.array(word, { maxLength: 2 }),
        model_group_alias: fc.dictionary(word, word, { maxKeys: 3 }),
        num_retries: number,
        retry_after: number,
        timeout: seconds,
        redis_password: secret,
      }),
      litellm_settings: some({
        cache: fc.boolean(),
        cache_params: some({ type: fc.constantFrom('redis', 'redis-semantic'), ttl: number, password: secret }),
        max_budget: number,
        budget_duration: fc.constantFrom('30d', '1mo', '5s', '999999999d', 'soon'),
        drop_params: fc.boolean(),
      }),
      general_settings: some({ master_key: key, database_url: secret, store_prompts_in_spend_logs: fc.boolean() }),
      environment_variables: fc.dictionary(word, secret, { maxKeys: 2 }),
      credential_list: fc.array(
        some({
          credential_name: fc.constantFrom('one', 'two'),
          credential_values: some({ api_key: key, api_base: url }),
        }),
        { maxLength: 2 },
      ),
    }),
  )
  .map(([model_list, settings]) => ({ model_list, ...settings }))

const target = {
  name: word,
  provider: fc.oneof(
    vendor,
    vendor.map((name) => `@${name}-prod`),
  ),
  api_key: key,
  virtual_key: fc.oneof(
    vendor.map((name) => `${name}-${MARK}`),
    word,
  ),
  custom_host: url,
  override_params: some({ model: fc.oneof(word, fc.constant('@openai-x/gpt-4o')), temperature: number }),
  retry: some({ attempts: number, on_status_codes: fc.array(number, { maxLength: 2 }) }),
  cache: some({ mode: fc.constantFrom('simple', 'semantic'), max_age: number }),
  request_timeout: number,
  weight: number,
  headers,
  azure_resource_name: fc.constantFrom('contoso', 'fabrikam', 'No Name'),
  azure_deployment_id: word,
  aws_access_key_id: key,
  aws_region: fc.constantFrom('us-east-1', 'eu-west-1'),
  vertex_project_id: fc.constantFrom('one-project', 'two-project'),
  vertex_region: fc.constantFrom('europe-west4', 'global'),
}
const strategy = some({
  mode: fc.constantFrom('fallback', 'loadbalance', 'single', 'conditional', 'other'),
  on_status_codes: fc.array(number, { maxLength: 2 }),
  conditions: fc.array(odd, { maxLength: 2 }),
  default: word,
})
const group = some({ ...target, strategy, targets: fc.array(some(target), { maxLength: 3 }) })
/** Configurations in the format of that name. */
export const portkey: fc.Arbitrary<object> = some({
  ...target,
  strategy,
  targets: fc.array(fc.oneof(some(target), group), { maxLength: 4 }),
}).map((config) => ({ ...config, override_params: { model: 'gpt-4o' } }))

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const element = some({
  id,
  type: fc.constantFrom('start', 'model', 'conditional', 'percentage', 'rate', 'end', 'other'),
  properties: some({
    provider: fc.oneof(vendor, fc.constant('custom-vllm')),
    model: word,
    timeout: number,
    retries: number,
  }),
  outputs: fc.dictionary(
    fc.constantFrom('next', 'success', 'fallback', 'true', 'false', '10%', '90%'),
    fc.record({ elementId: id }),
    { maxKeys: 4 },
  ),
})
const spend = some({
  enabled: fc.boolean(),
  rules: fc.array(
    some({
      limit: number,
      window: number,
      technique: fc.constantFrom('fixed', 'sliding'),
      metadata: fc.dictionary(word, fc.record({ mode: fc.constantFrom('partition', 'filter') }), { maxKeys: 2 }),
    }),
    { maxLength: 3 },
  ),
})
/** Configurations in the format of that name. */
export const cloudflare: fc.Arbitrary<object> = fc
  .record({
    gateway: some({
      id: word,
      authentication: fc.boolean(),
      cache_ttl: number,
      cache_invalidate_on_update: fc.boolean(),
      collect_logs: fc.boolean(),
      log_management: number,
      log_management_strategy: fc.constantFrom('STOP_INSERTING', 'DELETE_OLDEST'),
      rate_limiting_limit: number,
      rate_limiting_interval: number,
      rate_limiting_technique: fc.constantFrom('fixed', 'sliding'),
      retry_max_attempts: number,
      retry_delay: number,
      retry_backoff: fc.constantFrom('constant', 'linear', 'exponential'),
      spend_limits: spend,
      otel: fc.array(some({ url, authorization: secret, headers: fc.dictionary(word, secret, { maxKeys: 2 }) }), {
        maxLength: 6,
      }),
    }),
    routes: fc.array(fc.record({ name: word, elements: fc.array(element, { maxLength: 6 }) }), { maxLength: 3 }),
    provider_configs: fc.array(
      fc.record({ provider_slug: vendor, alias: word, default_config: fc.boolean(), secret_preview: secret }),
      { maxLength: 3 },
    ),
    custom_providers: fc.array(some({ slug: word, base_url: url, enable: fc.boolean() }), { maxLength: 2 }),
  })
  .map((answer) => ({ ...answer, gateway: { ...answer.gateway, collect_logs: true } }))
