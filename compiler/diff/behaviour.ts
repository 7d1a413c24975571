// Plan -> what its Worker does, in plain JSON that people can read: what a manifest keeps, and what two builds are compared by.
// Has no places and no order that means nothing: comments, moved lines and shuffled keys change no byte of it.

import type { BudgetRecord, CacheRecord, LimitRecord, LogsRecord, RetryRecord } from '../../runtime/records.ts'
import type { Plan, RowPlan, StatePlan } from '../3-plan/ir.ts'
import { origin } from '../prices/origin.gen.ts'
import { digest } from './digest.ts'
import { gatewayBehaviour } from './gateway-behaviour.ts'

/** What a Worker does. What is left out is off, none, or the schema's default. */
export interface Behaviour {
  /** Changes when builds of before can no longer be compared with. */
  readonly format: 1
  readonly worker: WorkerBehaviour
  /** By id. */
  readonly gateways: { readonly [id: string]: GatewayBehaviour }
}

/** What holds for all gateways of a Worker. Lists are sorted. */
export interface WorkerBehaviour {
  readonly name: string
  readonly account?: string
  readonly compatibilityDate: string
  /** Names only. */
  readonly secrets: readonly string[]
  /** Durable Object classes. */
  readonly state: readonly string[]
  /** Other bindings of the platform's. */
  readonly bindings: readonly string[]
  /** What workerd's network may reach. */
  readonly network: readonly string[]
  /** The version of the vendors' prices, where costs are reckoned. */
  readonly prices?: string
  /** What Gatewright knows of the providers in use, by row. */
  readonly rows: { readonly [name: string]: RowBehaviour }
}

/** A provider row: its base, and digests of what else is known of it. */
export interface RowBehaviour {
  readonly url: string
  /** How its paths are read, where its key goes, what is sent along. */
  readonly calls: string
  /** How models are asked for by name. Left out: nobody does. */
  readonly models?: string
  /** How its WebSockets differ. Left out: in nothing, or nobody offers them. */
  readonly sockets?: string
}

/** Tokens by name: `secret NAME`, or `sha256 …` with the hash's beginning. */
export interface Tokens {
  readonly [name: string]: string
}

/** Header names, and their values without what looks like a key. */
export interface ShownHeaders {
  readonly [name: string]: string
}

/** One gateway. */
export interface GatewayBehaviour {
  readonly hostname?: string
  /** What bound Workers are told its address is. */
  readonly address?: string
  /** Left out: there is no such gateway. */
  readonly callers?: 'anyone' | Tokens
  /** Who may manage it. */
  readonly admins?: Tokens
  /** The ways in that are open. */
  readonly endpoints: readonly string[]
  readonly unsupported?: 'error' | 'drop'
  readonly limit?: LimitRecord
  readonly budgets?: readonly BudgetRecord[]
  readonly deadlineMs?: number
  readonly logs?: LogsRecord
  readonly collectors?: readonly CollectorBehaviour[]
  /** The binding of an Analytics Engine dataset. */
  readonly dataset?: string
  /** US dollars, by `{provider}/{model}`, in words. */
  readonly prices?: { readonly [name: string]: string }
  /** Changes when what is cached is to be dropped. */
  readonly cacheVersion?: string
  /** What callers are told there is. */
  readonly models: readonly string[]
  readonly providers: { readonly [slug: string]: ProviderBehaviour }
  readonly routes: { readonly [name: string]: RouteBehaviour }
  readonly managed?: ManagedBehaviour
}

/** A collector of spans. */
export interface CollectorBehaviour {
  readonly url: string
  readonly headers: ShownHeaders
  readonly contentType: string
}

/** What only the management API tells. */
export interface ManagedBehaviour {
  readonly file: string
  readonly cache: CacheBehaviour | 'off'
  readonly retries: RetryRecord
}

/** What is kept of answers; the salt is the gateway's {@link GatewayBehaviour.cacheVersion}. */
export interface CacheBehaviour extends Omit<CacheRecord, 'salt'> {
  /** Whether a change of the YAML drops it. */
  readonly dropsOnChange: boolean
}

/** One provider of one gateway. */
export interface ProviderBehaviour {
  readonly row: string
  /** Replaces the row's. */
  readonly url?: string
  /** Pinned placeholders: `account`, `region`, … */
  readonly values?: { readonly [placeholder: string]: string }
  /** Secrets by alias. */
  readonly keys?: { readonly [alias: string]: string }
  /** The alias used when a request names none, where it is not `default`. */
  readonly alias?: string
  readonly headers?: ShownHeaders
  /** Defaults of `cf-aig-*` headers. */
  readonly controls?: ShownHeaders
  readonly timeoutMs?: number
  readonly idleTimeoutMs?: number
  /** Left out: asked once, unless a request says otherwise. */
  readonly retries?: RetryRecord
  /** Left out: only requests that ask for it are cached. */
  readonly cache?: CacheBehaviour | 'off'
  readonly limit?: LimitRecord
  readonly binding?: string
}

/** A fallback chain. */
export interface RouteBehaviour {
  readonly steps: readonly StepBehaviour[]
  readonly deadlineMs?: number
}

/** A step, as `{provider}/{model}`. */
export interface StepBehaviour {
  readonly model: string
  /** Its settings are headers too. */
  readonly headers?: ShownHeaders
}

/** A pure function of the plan. */
export function behaviourOf({ worker, gateways, rows, secrets, state, features, network }: Plan): Behaviour {
  const { name, account, compatibilityDate } = worker
  const isPriced = gateways.some(({ record }) => record.observed !== null)
  return {
    format: 1,
    worker: {
      name,
      ...(account === null ? {} : { account }),
      compatibilityDate,
      secrets: secrets.map((secret) => secret.name),
      state: state.map(stateName),
      bindings: [
        ...features.bindings.map((binding) => `Workers AI as ${binding.name}`),
        ...features.datasets.map((dataset) => `dataset ${dataset.name} as ${dataset.binding}`),
        ...features.stores.filter((store) => store.name === 'kv').map(() => 'KV namespace as CACHE_KV'),
      ],
      network,
      ...(isPriced ? { prices: origin.version } : {}),
      rows: Object.fromEntries(rows.map((row) => [row.name, rowBehaviour(row)])),
    },
    gateways: Object.fromEntries(gateways.map((gateway) => [gateway.record.id, gatewayBehaviour(gateway)])),
  }
}

function stateName({ className, onCloudflare }: StatePlan): string {
  return onCloudflare ? className : `${className} under workerd`
}

/** What the row has for features that nobody uses is left out of the plan, so each part has a digest of its own. */
function rowBehaviour({ row }: RowPlan): RowBehaviour {
  const { base, apis, embeddings, run, authors, realtime, ...calls } = row
  const isAsked = apis.length > 0 || embeddings !== null || run !== null || authors.length > 0
  return {
    url: base,
    calls: digest(calls),
    ...(isAsked ? { models: digest([apis, embeddings, run, authors]) } : {}),
    ...(realtime === undefined ? {} : { sockets: digest(realtime) }),
  }
}
