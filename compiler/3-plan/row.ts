// The words in which provider rows are written: what a row leaves out is filled in here, so that a row states facts only.

import type { Credential, PathRule, ProviderRow } from '../../runtime/records.ts'

/** The wire format a provider speaks; `null` where no other provider shares it (speech, images, jobs). */
export type Dialect = 'openai' | 'anthropic' | 'gemini' | 'bedrock' | 'cohere' | 'workers-ai'

/** A row and what only the compiler needs of it. */
export interface ProviderInfo {
  readonly row: ProviderRow
  readonly dialect: Dialect | null
  /** The placeholders that the YAML may state. */
  readonly takes: readonly string[]
}

/** A row as it is written: what is left out is usual. */
export type RowFacts = Partial<ProviderRow> & { readonly base: string } & Partial<Omit<ProviderInfo, 'row'>>

/** Of these a request's body names the model; the others have it in the path. */
const NAMES_MODEL_IN_BODY: ReadonlySet<Dialect | null> = new Set<Dialect | null>(['openai', 'anthropic', 'cohere'])

/** Fills a row in. Without a word about the key it is a Bearer token. */
export function row(facts: RowFacts): ProviderInfo {
  const { dialect = null, takes = [], ...stated } = facts
  return {
    dialect,
    takes,
    row: {
      paths: [],
      defaults: {},
      credential: bearer('Bearer'),
      headers: [],
      signer: null,
      service: null,
      target: null,
      modelPrefix: NAMES_MODEL_IN_BODY.has(dialect) ? '' : null,
      builtin: null,
      ...stated,
    },
  }
}

/** A key behind a scheme in `Authorization`. */
export function bearer(scheme: 'Bearer' | 'Token' | 'Key'): Credential {
  return { header: 'authorization', scheme, slots: ['authorization'], query: null }
}

/** A bare key in a header of its own. Callers may bring theirs in `Authorization` all the same. */
export function key(header: string): Credential {
  return { header, scheme: null, slots: [header, 'authorization'], query: null }
}

/** A path rule: `match` and `to` are templates over the same names; see {@link PathRule}. */
export function path(match: string, to: string, more: Partial<Omit<PathRule, 'match' | 'path'>> = {}): PathRule {
  return { match: match.split('/'), path: to, needs: [], base: null, credential: null, service: null, ...more }
}
