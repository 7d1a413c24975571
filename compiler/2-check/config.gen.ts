// Generated from gateway.schema.json by `npm run generate`. Do not edit: edit the schema and generate again.

/**
 * Who may call this gateway. It must be stated: `off`, or the tokens that callers present in cf-aig-authorization (or in the provider's own key slot). `off` beside stored keys lets anyone spend them.
 */
export type Authentication =
  | 'off'
  | {
      /**
       * The tokens that open this gateway. Each has a name of its own and either the secret that holds it or its SHA-256.
       *
       * @minItems 1
       * @maxItems 1000
       */
      tokens: Token[]
    }
/**
 * The name of a secret: a Worker secret on Cloudflare, an environment variable elsewhere. Never the value.
 */
export type SecretName = string
/**
 * Which answers are kept and for how long, or `off`. Without it only requests that ask for it with cf-aig-cache-ttl or cf-aig-cache-key are cached, in the memory of the process and, on Cloudflare, in its Cache API; and none at all where `endpoints: { universal: off }` pares the gateway down to native paths. A provider's wins over the gateway's, key by key.
 */
export type Cache =
  | 'off'
  | {
      /**
       * How long an answer is kept. A bare number is in seconds, and 0 keeps none unless a request asks for it. Up to 30d.
       */
      ttl?: string | number
      /**
       * Where answers are kept, behind a bounded tier in memory: `edge` is Cloudflare's Cache API, `durable` SQLite Durable Objects (identical requests in flight then reach the provider once), `kv` Workers KV. `auto` is `edge` on Cloudflare and `durable` elsewhere.
       */
      store?: 'auto' | 'edge' | 'durable' | 'kv'
      /**
       * Whether answers that stream are kept, once they are whole, and replayed as streams.
       */
      streams?: boolean
      /**
       * For how long after its ttl an answer is still given, marked STALE, while a new one is fetched behind it. A bare number is in seconds. Up to 30d.
       */
      stale_while_revalidate?: string | number
      /**
       * For how long after its ttl an answer is given, marked STALE, when the provider fails. A bare number is in seconds. Up to 30d.
       */
      stale_if_error?: string | number
      /**
       * Whether a change of this gateway's YAML drops what is cached.
       */
      invalidate_on_deploy?: boolean
    }
/**
 * A model: its name, or its name with its capabilities.
 */
export type DeclaredModel =
  | ModelId
  | {
      name: ModelId
      /**
       * All that the model can do beyond answering in text. What is not in the list it cannot do.
       *
       * @maxItems 6
       */
      capabilities: Capability[]
    }
/**
 * A model by the name that its provider knows it by, without the provider.
 */
export type ModelId = string
/**
 * Something that not every model can do: `tools` calls functions, `vision` reads images, `json_schema` answers in a given shape, `stream` answers bit by bit, `reasoning` thinks before it answers, `audio` listens.
 */
export type Capability = 'tools' | 'vision' | 'json_schema' | 'stream' | 'reasoning' | 'audio'
/**
 * The models that this provider is declared to serve, which compat/models lists: a name, or a name with its capabilities. Capabilities stated here win over what is known of the model, and vouch for a model that nobody knows.
 *
 * @minItems 1
 * @maxItems 1000
 */
export type Models = DeclaredModel[]
/**
 * A chain: its steps in order, or the steps with a deadline and what requests need of a model.
 *
 * This interface was referenced by `Routes`'s JSON-Schema definition
 * via the `patternProperty` "^[A-Za-z0-9_-]{1,64}$".
 */
export type Route =
  | Steps
  | {
      steps: Steps
      /**
       * How long a request to this route may take, with all its attempts and its stream. A bare number is in milliseconds. Wins over the gateway's.
       */
      deadline?: string | number
      /**
       * What requests to this route ask of a model. It is proven of every step before anything is deployed, from what is known of models and from the providers' `models`.
       *
       * @minItems 1
       * @maxItems 6
       */
      needs?: Capability[]
    }
/**
 * A step: provider/model, or an object that says more about it. What it says wins over the request's headers.
 */
export type Step =
  | ModelName
  | {
      model: ModelName
      headers?: Headers
      /**
       * How long to wait for this step's first byte. A bare number is in milliseconds. From 1ms to 1h.
       */
      timeout?: string | number
      retries?: Retries
      cache?: StepCache
    }
/**
 * A provider of this gateway and one of its models: provider/model.
 */
export type ModelName = string
/**
 * How long this step's answers are kept, or `off`.
 */
export type StepCache =
  | 'off'
  | {
      /**
       * How long an answer of this step is kept. A bare number is in seconds, and 0 keeps none. Up to 30d.
       */
      ttl: string | number
    }
/**
 * The steps of a route, tried in order until one succeeds.
 *
 * @minItems 1
 * @maxItems 20
 */
export type Steps = Step[]
/**
 * What is kept of requests, or `on` for the defaults. Without it nothing is. A row for each attempt: who asked what of whom, what it used, cost and took, and both bodies unless they are off. In SQLite Durable Objects, one for each gateway.
 */
export type Logs =
  | Switch
  | {
      collect?: Switch
      payloads?: Switch
      /**
       * As much of a body as is kept, in bytes.
       */
      payload_bytes?: number
      /**
       * How many rows are kept.
       */
      keep?: number
      /**
       * What happens to a row when there are as many as are kept: the oldest make room, or it is not taken.
       */
      when_full?: 'delete_oldest' | 'stop_inserting'
      /**
       * `batched` writes rows a few milliseconds after their answers: a kill loses the last of them, a graceful stop none. `strict` ends an answer only when its row is safe.
       */
      durability?: 'batched' | 'strict'
    }
export type Switch = 'on' | 'off'
/**
 * How much may be spent. An estimate is set aside before a call and settled after it, so that calls at once overshoot by one estimate at most. Over it: 429, code 2045. Calls whose price nobody knows count nothing.
 *
 * @minItems 1
 * @maxItems 20
 */
export type Budgets = Budget[]
/**
 * Collectors that get a span for each request and one for each attempt at it, by OTLP over HTTP.
 *
 * @minItems 1
 * @maxItems 5
 */
export type Otel = Collector[]

/**
 * One gateway: the file gateways/<id>.yaml. Its id is the file's name. Files whose names begin with an underscore are fragments (`extends`), and _worker.yaml describes the Worker that carries all gateways.
 */
export interface Gateway {
  /**
   * What this gateway is for, in a line. Shown in the manifest and in generated code.
   */
  description?: string
  /**
   * The fragment this file builds on: `_defaults` reads _defaults.yaml beside it. Maps merge key by key, lists and scalars replace, and `null` deletes what the fragment said.
   */
  extends?: string
  /**
   * A host name that implies this gateway, in lower case and without a port: with ai.example.com, https://ai.example.com/{provider}/… needs no account or gateway in the path.
   */
  hostname?: string
  authentication: Authentication
  headers?: Headers
  /**
   * How long to wait for the first byte of an answer, for every provider of this gateway. A bare number is in milliseconds. From 1ms to 1h; without it there is no limit of our own. `cf-aig-request-timeout` on a request wins over it.
   */
  timeout?: string | number
  /**
   * How long a provider may be silent between two bytes of an answer before the answer is broken off, visibly. A bare number is in milliseconds. From 100ms to 1h; without it a stream may pause for as long as it likes.
   */
  idle_timeout?: string | number
  /**
   * How long a whole request may take, with all its attempts and its stream. A bare number is in milliseconds. From 100ms to 24h; without it there is no limit of our own.
   */
  deadline?: string | number
  retries?: Retries
  cache?: Cache
  rate_limit?: RateLimit
  providers: Providers
  routes?: Routes
  /**
   * What becomes of a field that a provider's API has no words for, where a request is translated: the request fails, the answer names it in cf-aig-dropped, or nothing.
   */
  unsupported?: 'error' | 'warn' | 'drop'
  logs?: Logs
  prices?: Prices
  budgets?: Budgets
  otel?: Otel
  /**
   * A Workers Analytics Engine dataset that gets a data point for each attempt, on Cloudflare. Elsewhere nothing is written.
   */
  analytics_engine?: string
  admin?: Admin
  endpoints?: Endpoints
}
/**
 * One token: its name, and either `secret` or `sha256`.
 */
export interface Token {
  /**
   * What the token is called in logs and limits. Unique within the gateway.
   */
  name: string
  secret?: SecretName
  /**
   * The SHA-256 of the token, in lower-case hex: a hash may live in git. Make one with `printf %s "$TOKEN" | sha256sum`.
   */
  sha256?: string
}
/**
 * Header names and their values.
 */
export interface Headers {
  [k: string]: string | number | boolean
}
/**
 * How a provider is asked again when it fails in a way that may pass: no connection, 408, 409, 425, 429 and 5xx. A provider's win over the gateway's, key by key; cf-aig-max-attempts, cf-aig-retry-delay and cf-aig-backoff on a request win over both.
 */
export interface Retries {
  /**
   * How often a provider is asked at most, the first time included.
   */
  attempts?: number
  /**
   * The delay before the second attempt. A bare number is in milliseconds. At most 5s.
   */
  delay?: string | number
  /**
   * How the delay grows from attempt to attempt: not at all, by itself, or twofold.
   */
  backoff?: 'constant' | 'linear' | 'exponential'
}
/**
 * How many requests are let through: counted once for each request of a client, however many attempts it takes, and exactly, across all isolates. Over it: 429, code 2003, with retry-after.
 */
export interface RateLimit {
  /**
   * How many requests a window lets through.
   */
  requests: number
  /**
   * The window. A bare number is in seconds. From 1s to 30d.
   */
  per: string | number
  /**
   * `fixed` windows begin on the clock; `sliding` weighs the last window by how much of it still counts.
   */
  technique?: 'fixed' | 'sliding'
  /**
   * What is counted apart: `gateway` counts all together, `token` each token's name, `address` each client address, `metadata.<key>` each value of a key in cf-aig-metadata.
   */
  by?: string
  /**
   * What happens to a request when the limiter itself fails.
   */
  on_failure?: 'allow' | 'deny'
}
/**
 * The providers this gateway reaches, by slug. `{}` is enough where callers bring their own keys. Anything else that speaks a known dialect is `custom-<name>`, with `url` and `dialect`.
 */
export interface Providers {
  anthropic?: Provider
  'aws-bedrock'?: Provider
  'azure-openai'?: Provider
  baseten?: Provider
  cartesia?: Provider
  cerebras?: Provider
  cohere?: Provider
  deepgram?: Provider
  deepseek?: Provider
  echo?: Provider
  elevenlabs?: Provider
  fal?: Provider
  fireworks?: Provider
  'google-ai-studio'?: Provider
  'google-vertex-ai'?: Provider
  grok?: Provider
  groq?: Provider
  huggingface?: Provider
  ideogram?: Provider
  mistral?: Provider
  openai?: Provider
  openrouter?: Provider
  parallel?: Provider
  'perplexity-ai'?: Provider
  replicate?: Provider
  'workers-ai'?: Provider
  [k: string]: Provider | undefined
}
/**
 * How this gateway reaches a provider.
 *
 * This interface was referenced by `Providers`'s JSON-Schema definition
 * via the `patternProperty` "^custom-[a-z0-9][a-z0-9-]{0,56}$".
 */
export interface Provider {
  key?: SecretReference
  /**
   * Several keys by alias. `cf-aig-byok-alias` on a request chooses one; `default` is used when it does not.
   */
  keys?: {
    [k: string]: SecretReference
  }
  /**
   * Replaces the provider's base (see its description; with the version where the base has one): a proxy, a regional endpoint, a test upstream. https, or http to loopback only.
   */
  url?: string
  /**
   * `true` when `url` resolves to a private network although its name does not say so. Loopback, private addresses and names without a dot or under .internal, .local, .lan and .home.arpa are recognised without it. Matters under workerd, which otherwise reaches public addresses only.
   */
  private?: boolean
  /**
   * The API that a custom provider speaks. It decides where the key goes.
   */
  dialect?: 'openai' | 'anthropic' | 'gemini' | 'bedrock' | 'cohere' | 'workers-ai'
  models?: Models
  headers?: Headers
  /**
   * How long to wait for this provider's first byte. A bare number is in milliseconds. From 1ms to 1h. Wins over the gateway's.
   */
  timeout?: string | number
  /**
   * How long this provider may be silent between two bytes of an answer. A bare number is in milliseconds. From 100ms to 1h. Wins over the gateway's.
   */
  idle_timeout?: string | number
  retries?: Retries
  cache?: Cache
  rate_limit?: RateLimit
  /**
   * workers-ai: the Worker's own AI binding, which answers on Cloudflare where the caller brings no key. Elsewhere the key does.
   */
  binding?: 'AI'
  /**
   * workers-ai: the Cloudflare account whose models are called.
   */
  account?: string
  /**
   * azure-openai: the resource, the first label of its host name. The path may then name no other.
   */
  resource?: string
  /**
   * azure-openai: the deployment. The path may then name no other.
   */
  deployment?: string
  /**
   * aws-bedrock, google-vertex-ai: the region. The path may then name no other.
   */
  region?: string
  /**
   * google-vertex-ai: the project. The path may then name no other.
   */
  project?: string
}
/**
 * A secret by name. The value is read when the Worker runs and is never written to a file.
 *
 * This interface was referenced by `undefined`'s JSON-Schema definition
 * via the `patternProperty` "^[A-Za-z0-9_-]{1,64}$".
 */
export interface SecretReference {
  secret: SecretName
}
/**
 * Fallback chains by name, called below /dynamic/<name>/ with the path and body of the steps' own API.
 */
export interface Routes {
  [k: string]: Route
}
/**
 * What models cost, in US dollars per million tokens, by {provider}/{model}; a * at the end stands for any rest. Wins over the vendors' prices, which the build has; cf-aig-custom-cost on a request wins over both.
 */
export interface Prices {
  [k: string]: Price
}
/**
 * A model's price. What is left out costs what the tokens that it is a part of do.
 */
export interface Price {
  /**
   * A million tokens of prompt.
   */
  input: number
  /**
   * A million tokens of answer.
   */
  output: number
  /**
   * A million tokens of prompt that the provider's cache served.
   */
  cached_input?: number
  /**
   * A million tokens of prompt that went into the provider's cache.
   */
  cache_write?: number
  /**
   * A million tokens of thought.
   */
  reasoning?: number
  /**
   * Each request, whatever it uses, in US dollars.
   */
  request?: number
}
/**
 * An amount and a window.
 */
export interface Budget {
  /**
   * US dollars.
   */
  usd: number
  /**
   * The window. A bare number is in seconds. From 1s to 366d.
   */
  per: string | number
  /**
   * What is counted apart: `gateway` counts all together, `token` each token's name, `model` each model, `provider` each provider, `metadata.<key>` each value of a key in cf-aig-metadata.
   */
  by?: string
  /**
   * `fixed` windows begin on the clock; `sliding` weighs the last window by how much of it still counts.
   */
  technique?: 'fixed' | 'sliding'
  /**
   * What happens to a request when the ledger itself fails.
   */
  on_failure?: 'allow' | 'deny'
}
/**
 * Where spans go.
 */
export interface Collector {
  /**
   * The whole address, with its /v1/traces. https, or http to loopback only.
   */
  url: string
  /**
   * Headers that the collector asks for. What is secret is named: { secret: NAME }.
   */
  headers?: {
    [k: string]: string | SecretReference
  }
  /**
   * How spans are written.
   */
  content_type?: 'json' | 'protobuf'
}
/**
 * Who may read this gateway's logs, analytics and metrics, where `endpoints.management` or `endpoints.metrics` is on. The tokens of `authentication` open none of it.
 */
export interface Admin {
  /**
   * The tokens that open the management API: `Authorization: Bearer <token>`.
   *
   * @minItems 1
   * @maxItems 100
   */
  tokens: Token[]
}
/**
 * Which ways in this gateway opens. What is off is not in the bundle.
 */
export interface Endpoints {
  native?: Switch
  universal?: Switch
  compat?: Switch
  rest?: Switch
  websocket?: Switch
  realtime?: Switch
  management?: Switch
  metrics?: Switch
  /**
   * The calls of the Workers AI binding, env.AI.run(…) and env.AI.gateway(…). `bound`: of Workers that are bound to this one, to its entrypoint `AI`, which is what lets them in. `on`: at the public address too, with a gateway token; for workerd elsewhere.
   */
  binding?: 'off' | 'bound' | 'on'
}


/**
 * The file gateways/_worker.yaml: the Worker that carries all gateways of the folder. Every key may be left out.
 */
export interface Worker {
  /**
   * The Worker's name: lower-case letters, digits and hyphens, 63 at most.
   */
  name?: string
  /**
   * The Cloudflare account id: what wrangler deploys to, the only {account_id} that paths may name, and workers-ai's account where it states none. Without it every {account_id} is accepted.
   */
  account?: string
  /**
   * The Workers compatibility date, YYYY-MM-DD.
   */
  compatibility_date?: string
  /**
   * Where this Worker is reached, without a slash at the end: what getUrl of the Workers AI binding gives begins with it. A gateway's `hostname` wins over it.
   */
  url?: string
}
