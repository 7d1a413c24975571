// The tables a built Worker runs on, as the compiler writes them and the runtime reads them. Types only.
// A gateway is one line of JSON in the routing table; a provider row is a literal in the emitted entry.

/** One gateway: a line of the routing table. Every default is already filled in. */
export interface GatewayRecord {
  readonly id: string
  /** The only `{account_id}` this gateway answers to; `null`: any. */
  readonly account: string | null
  /** `null`: authentication is off. */
  readonly tokens: readonly TokenRecord[] | null
  readonly endpoints: EndpointsRecord
  /** What becomes of a field that a provider's API cannot say: the request fails, it is named in `cf-aig-dropped`, or nothing. */
  readonly unsupported: 'error' | 'warn' | 'drop'
  /** What the YAML names of models, as callers name them: `dynamic/{route}`, `{provider}/{model}`. */
  readonly models: readonly string[]
  readonly providers: { readonly [slug: string]: ProviderRecord }
  readonly routes: { readonly [name: string]: RouteRecord }
  /** Counts requests of the whole gateway; `null`: no limit. */
  readonly limit: LimitRecord | null
  /** Bounds a whole request, its attempts and its stream; `null`: none. */
  readonly deadlineMs: number | null
  /** What is taken note of; `null`: nothing, and nothing is looked at. */
  readonly observed: ObservedRecord | null
  /** Tokens that open the management API and the metrics; `null`: they are closed. */
  readonly admin: readonly TokenRecord[] | null
  /** What only the management API tells. Left out: it is closed. */
  readonly managed?: ManagedRecord
  /** What its paths begin with for the world, with a slash at the end; only bound Workers ask. Left out: nobody said. */
  readonly url?: string
}

/** Where a gateway comes from, and what its YAML states for all of its providers: a provider may differ. */
export interface ManagedRecord {
  /** The YAML file. */
  readonly file: string
  readonly cache: CacheRecord | null
  readonly retries: RetryRecord
}

/** What a gateway takes note of, and what for. */
export interface ObservedRecord {
  readonly logs: LogsRecord | null
  readonly budgets: readonly BudgetRecord[]
  /** Where spans go. */
  readonly otel: readonly OtelRecord[]
  /** The name of the Analytics Engine binding that gets a data point for each row; `null`: none. */
  readonly dataset: string | null
  /** Prices that the YAML states, by `{provider}/{model}`; a `*` at a name's end stands for any rest. Sorted, the longest name first. */
  readonly prices: readonly (readonly [name: string, price: StatedPriceRecord])[]
}

/** How a gateway's log is kept. */
export interface LogsRecord {
  /** Whether requests that do not say so are logged. */
  readonly collect: boolean
  /** Whether bodies are kept where the request does not say. */
  readonly payloads: boolean
  /** As much of a body as is kept. */
  readonly payloadBytes: number
  /** Rows. */
  readonly keep: number
  readonly whenFull: 'delete_oldest' | 'stop_inserting'
  /** `strict`: an answer ends only when its row is safe. */
  readonly durability: 'batched' | 'strict'
}

/** How much may be spent in a window. */
export interface BudgetRecord {
  readonly usd: number
  readonly windowMs: number
  readonly technique: 'fixed' | 'sliding'
  /** What is counted apart. */
  readonly by: 'gateway' | 'token' | 'model' | 'provider' | `metadata.${string}`
  /** What happens to requests when the ledger itself fails. */
  readonly onFailure: 'allow' | 'deny'
}

/** A collector of spans, by OTLP over HTTP. */
export interface OtelRecord {
  readonly url: string
  /** Values as they are, or the names of the secrets that hold them. */
  readonly headers: readonly (readonly [name: string, value: string | { readonly secret: string }])[]
  readonly contentType: 'json' | 'protobuf'
}

/** What tokens cost, in US dollars per million; `null`: as the sum that they are a part of. */
export interface StatedPriceRecord {
  readonly input: number
  readonly output: number
  readonly cachedInput: number | null
  readonly cacheWrite: number | null
  readonly reasoning: number | null
  /** For a request, whatever it uses; in US dollars. */
  readonly request: number
}

/** Which ways in a gateway opens. */
export interface EndpointsRecord {
  readonly native: boolean
  readonly universal: boolean
  readonly compat: boolean
  readonly rest: boolean
  readonly websocket: boolean
  readonly realtime: boolean
  readonly management: boolean
  readonly metrics: boolean
  /** The Workers binding's own calls: of nobody, of bound Workers, of those and of everyone with a token. */
  readonly binding: 'off' | 'bound' | 'on'
}

/** A fallback chain: its steps in order. */
export interface RouteRecord {
  readonly steps: readonly StepRecord[]
  /** Wins over the gateway's; `null`: the gateway's. */
  readonly deadlineMs: number | null
}

/** One step of a route: a provider, a model of its own, and what the YAML says of this step as the headers that say the same. */
export interface StepRecord {
  readonly provider: string
  readonly model: string
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** How a delay grows from attempt to attempt: not at all, by itself, twofold. */
export type Backoff = 'constant' | 'linear' | 'exponential'

/** How a provider is asked again. */
export interface RetryRecord {
  /** 1 to 5: how often a provider is asked at most. */
  readonly attempts: number
  readonly delayMs: number
  readonly backoff: Backoff
}

/** What is kept of a provider's answers, and where. */
export interface CacheRecord {
  /** `null`: only requests that ask for it are cached. */
  readonly ttlSeconds: number | null
  /** Whether answers that stream are kept too. */
  readonly streams: boolean
  readonly store: 'auto' | 'edge' | 'durable' | 'kv'
  /** For how long after its TTL an answer is still given while a new one is fetched behind it. */
  readonly staleWhileRevalidateSeconds: number
  /** For how long after its TTL an answer is given when the provider fails. */
  readonly staleIfErrorSeconds: number
  /** Part of every key: changes when a deploy is to drop the cache, else empty. */
  readonly salt: string
}

/** How many requests a window lets through. */
export interface LimitRecord {
  readonly requests: number
  readonly windowMs: number
  readonly technique: 'fixed' | 'sliding'
  /** What is counted apart: everything together, by token, by client address, or by a metadata key. */
  readonly by: 'gateway' | 'token' | 'address' | `metadata.${string}`
  /** What happens to requests when the limiter itself fails. */
  readonly onFailure: 'allow' | 'deny'
}

/** A token that opens a gateway: kept by the platform under a secret's name, or known by its SHA-256 (lower-case hex). */
export type TokenRecord =
  | { readonly name: string; readonly secret: string }
  | { readonly name: string; readonly sha256: string }

/** One provider of one gateway, with the gateway's defaults already merged below its own. */
export interface ProviderRecord {
  /** The name of the provider row it stands on. */
  readonly row: string
  /** Replaces the row's base, without a trailing slash; `null`: the row's own. */
  readonly url: string | null
  /** What the YAML states of the row's placeholders (`account`, `region`, …): the path may name nothing else. */
  readonly values: { readonly [placeholder: string]: string }
  /** Secret names by alias. */
  readonly keys: { readonly [alias: string]: string }
  /** The alias used when the request names none: `default` unless a header default says otherwise. */
  readonly alias: string
  /** Headers sent unless the request has them, names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Defaults of the `cf-aig-*` headers that speak of logs, metadata and cost, names in lower case; logs/controls.ts reads them. */
  readonly controls: { readonly [name: string]: string }
  /** Limit to the first byte; `null`: none. */
  readonly timeoutMs: number | null
  /** Limit between two bytes of an answer; `null`: none. */
  readonly idleTimeoutMs: number | null
  readonly retries: RetryRecord
  /** `null`: off, also where a request asks for it. */
  readonly cache: CacheRecord | null
  /** Counts requests to this provider; `null`: no limit. */
  readonly limit: LimitRecord | null
  /** The name of the platform's binding that answers in the provider's place where the Worker has it; `null`: none. */
  readonly binding: string | null
}

/** What is common to all gateways that use a provider: where it lives and how it takes a key. */
export interface ProviderRow {
  /** Template of the base, `https://{region}.example.com/v1`, without a trailing slash. Empty for a built-in or a custom provider. */
  readonly base: string
  /** Tried in order; the first that matches decides. None: the path goes below the base as it was sent. */
  readonly paths: readonly PathRule[]
  /** What a placeholder is when neither the path nor the YAML says. */
  readonly defaults: { readonly [placeholder: string]: string }
  readonly credential: Credential
  /** Headers that the provider insists on: sent when neither request nor YAML sets them. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Names the code that makes a credential from a secret, where putting it in a header is not enough. */
  readonly signer: string | null
  /** The service's name in a SigV4 signature; `null` where nothing is signed so. */
  readonly service: string | null
  /** A request header that may name another upstream URL, on these hosts only (`*.` for any subdomain). */
  readonly target: { readonly header: string; readonly hosts: readonly string[] } | null
  /** The chat APIs that it has, its own first: callers of the others are translated to that. None: it has no chats. */
  readonly apis: readonly ApiRecord[]
  readonly embeddings: ApiRecord | null
  /** Takes any model's inputs in that model's own shape; `null`: it has nothing of the kind. */
  readonly run: ApiRecord | null
  /** By what names the REST API's models call it (`google/…`), besides its slug. */
  readonly authors: readonly string[]
  /** Names the built-in that answers instead of a network. */
  readonly builtin: string | null
  /** Names the built-in that answers where the YAML states a {@link ProviderRecord.binding} and the Worker has it. */
  readonly bound: string | null
  /** How its WebSockets differ from its other paths. Left out: in nothing, or no gateway offers them. */
  readonly realtime?: RealtimeRecord
}

/** What only holds for a provider's WebSockets. */
export interface RealtimeRecord {
  /** Slugs that sockets may call it by, besides its own. */
  readonly aliases: readonly string[]
  /** Tried before the row's own; a rule that matches one empty segment is for the bare slug. */
  readonly paths: readonly PathRule[]
  /** The query parameter that is the path where there is none; `null`: it stays where it is. */
  readonly pathFrom: string | null
  /** Query parameters that hold a key: it moves to where the provider has it. */
  readonly keyParameters: readonly string[]
  /** Names of subprotocols that hold a key, `{name}.{key}`, besides the headers that do. */
  readonly keyProtocols: readonly string[]
  /** Subprotocols that a key follows as the next one. */
  readonly keyFollows: readonly string[]
  /** Query parameters by which a caller needs no key: they stay in place, and no stored key joins them. */
  readonly passes: readonly string[]
  /** Where its messages tell what was used: dotted paths into their JSON. None: they do not. */
  readonly usage: readonly string[]
}

/** An API that models are asked by. */
export interface ApiRecord {
  /** Names the dialect, and the code that speaks it. */
  readonly dialect: string
  /**
   * Below the provider, with its query. `{model}` is the model as one segment, `{+model}` with its slashes, others are the
   * provider's placeholders. Where no model is in it, the body names it.
   */
  readonly path: string
  /** For answers that stream; `null`: the same. */
  readonly streamPath: string | null
  /** What callers may put in front of a model's name, and the provider does not. */
  readonly strip: string
}

/** Where a key goes and where a caller may have put one. */
export interface Credential {
  /** Lower case. */
  readonly header: string
  /** `Bearer`, `Token`, `Key`; `null`: the bare key. */
  readonly scheme: string | null
  /** Headers in which a caller may bring a key of their own (or the gateway's token), `header` among them. */
  readonly slots: readonly string[]
  /** The same for a query parameter, `null` where the provider has none. */
  readonly query: string | null
}

/**
 * One way to read a path below the provider's slug. `match` is a list of segments: a literal, `{name}` for one segment,
 * `{name=literal}` for just that one, and last `{rest}` for one or more. `path` and `base` are templates over the same names.
 */
export interface PathRule {
  readonly match: readonly string[]
  /** Applies only where the YAML states all of these placeholders. */
  readonly needs: readonly string[]
  /** Another base than the row's. Such a rule does not apply where the YAML's `url` replaces the base. */
  readonly base: string | null
  readonly path: string
  /** Another credential than the row's. */
  readonly credential: Credential | null
  /** Another service than the row's. */
  readonly service: string | null
}
