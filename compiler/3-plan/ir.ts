// The heart: everything the emitter needs, decided, as plain JSON. No sugar, no defaults, no YAML.
// The same Config always gives the same Plan, byte for byte.

import type { GatewayRecord, ProviderRow } from '../../runtime/records.ts'
import type { Place } from '../2-check/config.ts'

/** All that is decided: phase 3's product. */
export interface Plan {
  readonly kind: 'plan'
  readonly worker: WorkerPlan
  /** Sorted by id, in UTF-16 order: the routing table is searched by halves. */
  readonly gateways: readonly GatewayPlan[]
  /** The provider rows that some gateway uses, sorted by name. */
  readonly rows: readonly RowPlan[]
  /** The secrets the Worker needs, sorted by name. */
  readonly secrets: readonly SecretPlan[]
  readonly features: FeaturePlan
  /** The Durable Object classes that the gateways need, sorted by name. */
  readonly state: readonly StatePlan[]
  /** What workerd's network may reach, sorted: `public`, `private`, or a block in CIDR notation. */
  readonly network: readonly string[]
}

/** What the platforms want to know of the Worker. */
export interface WorkerPlan {
  readonly name: string
  /** The Cloudflare account that wrangler deploys to; `null`: wrangler asks. */
  readonly account: string | null
  /** `YYYY-MM-DD` */
  readonly compatibilityDate: string
}

/** One gateway: its line of the routing table, and what is said about it elsewhere. */
export interface GatewayPlan {
  readonly record: GatewayRecord
  readonly description: string | null
  readonly hostname: string | null
  readonly place: Place
  readonly client: ClientPlan
}

/** What the typed client of a gateway knows beyond its record. */
export interface ClientPlan {
  /** By provider, the dialect of its own API; `null`: no other speaks it. */
  readonly dialects: { readonly [slug: string]: string | null }
  /** Providers that declare their models: there the client takes no others than the YAML names. */
  readonly closed: readonly string[]
}

/** A provider row that goes into the bundle. */
export interface RowPlan {
  readonly name: string
  readonly row: ProviderRow
  /** Where gateways name it, in order; the first few are shown in the emitted code. */
  readonly places: readonly Place[]
}

/** A secret that the Worker is given when it starts: its name, never its value. */
export interface SecretPlan {
  readonly name: string
  readonly places: readonly Place[]
}

/** A Durable Object class with SQLite storage. */
export interface StatePlan {
  readonly className: string
  /** The name of its binding in the Worker's environment. */
  readonly binding: string
  /** Where the class is, below the runtime. */
  readonly from: string
  /** Whether it is bound on Cloudflare too, and not only under workerd. */
  readonly onCloudflare: boolean
  readonly places: readonly Place[]
}

/** What the runtime must be able to do: the emitter imports exactly this. */
export interface FeaturePlan {
  readonly native: FeatureUse
  readonly universal: FeatureUse
  readonly routes: FeatureUse
  readonly compat: FeatureUse
  readonly rest: FeatureUse
  readonly websocket: FeatureUse
  readonly realtime: FeatureUse
  readonly translations: TranslationPlan
  readonly cache: FeatureUse
  readonly limits: FeatureUse
  /** Where streams are watched for silence or for the end of their request's time. */
  readonly guards: FeatureUse
  /** Where cached answers are kept besides memory, sorted by name. */
  readonly stores: readonly NamedUse[]
  readonly authentication: FeatureUse
  readonly hostnames: FeatureUse
  /** Signers by name (`sigv4`, `google`), sorted. */
  readonly signers: readonly NamedUse[]
  /** Built-in providers by name (`echo`), sorted. */
  readonly builtins: readonly NamedUse[]
  /** Built-ins that answer with a binding of the platform's (`workers-ai`), sorted. */
  readonly bound: readonly NamedUse[]
  /** The platform's bindings that providers answer with, by their name in the environment, sorted. */
  readonly bindings: readonly NamedUse[]
  readonly logs: FeatureUse
  readonly budgets: FeatureUse
  readonly management: FeatureUse
  readonly metrics: FeatureUse
  /** Answers bound Workers. */
  readonly binding: FeatureUse
  /** Answers the binding's calls at the public address too. */
  readonly publicBinding: FeatureUse
  /** Dialects in which providers tell what was used, where that is read, sorted. Not empty: some gateway is observed. */
  readonly usages: readonly NamedUse[]
  /** How collectors of spans want them written (`json`, `protobuf`), sorted. */
  readonly collectors: readonly NamedUse[]
  /** Analytics Engine's, by name, sorted. */
  readonly datasets: readonly DatasetPlan[]
}

/** A dataset of Analytics Engine's, and the name of its binding in the Worker's environment. */
export interface DatasetPlan extends NamedUse {
  readonly binding: string
}

/** The sides of dialects that are needed, each list sorted by name. */
export interface TranslationPlan {
  /** APIs that callers ask in where a provider has another: `chat`, `messages`, `responses`. */
  readonly callers: readonly NamedUse[]
  /** Dialects of the providers that are asked then. */
  readonly upstreams: readonly NamedUse[]
  /** The same for embeddings, whose callers all ask alike. */
  readonly embeddings: readonly NamedUse[]
}

/** Where a feature is asked for; empty: nowhere, and then not a byte of it is in the bundle. */
export type FeatureUse = readonly Place[]

/** A piece of the runtime that rows ask for by name, and where. */
export interface NamedUse {
  readonly name: string
  readonly places: readonly Place[]
}
