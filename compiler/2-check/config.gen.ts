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
      tokens: [Token, ...Token[]]
    }
/**
 * The name of a secret: a Worker secret on Cloudflare, an environment variable elsewhere. Never the value.
 */
export type SecretName = string
export type Switch = 'on' | 'off'

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
  providers: Providers
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
  headers?: Headers
  /**
   * How long to wait for this provider's first byte. A bare number is in milliseconds. From 1ms to 1h. Wins over the gateway's.
   */
  timeout?: string | number
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
 * Which ways in this gateway opens. What is off is not in the bundle.
 */
export interface Endpoints {
  native?: Switch
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
}
