// What an import comes to, whatever the source's format: gateways, and word of every setting of the source.
// Maps, not objects, where a name comes from the source: it may be `__proto__`.

/** A place in a source file, counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** What became of a setting: it means the same, nearly the same, or it is not there. */
export type Outcome = 'carried' | 'approximated' | 'left-out'

/** A setting of the source and what became of it. Holds no value of it. */
export interface Finding {
  readonly outcome: Outcome
  readonly place: Place
  /** Its path in the source: `model_list[0].litellm_params.rpm`. */
  readonly setting: string
  /** Where it is in the YAML: `providers.openai.key`. `null`: nowhere. */
  readonly became: string | null
  /** What is different, or what to do; `null` where there is nothing to say. */
  readonly why: string | null
}

/** A secret that the YAML names. Never its value. */
export interface NamedSecret {
  readonly name: string
  /** Where it is first needed, in the source; `null` where the source has no such thing. */
  readonly place: Place | null
  /** The value itself stood in the source. */
  readonly wasWritten: boolean
}

/** `{ secret: NAME }` */
export interface SecretReference {
  readonly secret: string
}

/** The retries of a gateway or a step, as the YAML has them. */
export interface Retries {
  attempts?: number
  delay?: string
  backoff?: string
}

/** A step, in its long form. */
export interface Step {
  readonly model: string
  headers?: { [name: string]: string }
  timeout?: string
  retries?: Retries
  cache?: 'off' | { ttl: string }
}

/** A provider, as the YAML has it. */
export interface ProviderDraft {
  dialect?: string
  url?: string
  key?: SecretReference
  keys?: Map<string, SecretReference>
  account?: string
  resource?: string
  region?: string
  project?: string
  headers?: Map<string, string>
  rate_limit?: { requests: number; per: string; technique?: string }
}

/** A gateway that is being put together; each key as the YAML has it. */
export interface Draft {
  readonly id: string
  description?: string
  authentication?: 'off' | { tokens: { name: string; secret: string }[] }
  timeout?: string
  retries?: Retries
  cache?: { ttl?: string; invalidate_on_deploy?: boolean }
  rate_limit?: { requests: number; per: string; technique?: string }
  unsupported?: 'error' | 'drop'
  readonly providers: Map<string, ProviderDraft>
  readonly routes: Map<string, Step[]>
  logs?: 'on' | 'off' | { payloads?: 'off'; keep?: number; when_full?: string }
  readonly prices: Map<string, { input: number; output: number }>
  budgets?: { usd: number; per: string; by?: string; technique?: string }[]
  otel?: { url: string; headers?: Map<string, SecretReference>; content_type?: string }[]
  /** Lines above a key, by its path: `['providers', 'openai']`. The empty path is the file's. */
  readonly comments: { readonly path: readonly (string | number)[]; readonly text: string }[]
}

/** All that an import found. */
export interface Imported {
  readonly gateways: readonly Draft[]
  readonly findings: readonly Finding[]
  readonly secrets: readonly NamedSecret[]
}

/** An empty gateway. */
export function draftOf(id: string): Draft {
  return { id, providers: new Map(), routes: new Map(), prices: new Map(), comments: [] }
}
