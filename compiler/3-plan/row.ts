// The words in which provider rows are written: what a row leaves out is filled in here, so that a row states facts only.

import type { ApiRecord, Credential, PathRule, ProviderRow, RealtimeRecord } from '../../runtime/records.ts'

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

/** The API of a provider that says no more than its dialect. Source: each vendor's API reference. */
const usualApis: { readonly [dialect in Dialect]: ApiRecord } = {
  openai: api('openai', 'chat/completions'),
  anthropic: api('anthropic', 'messages'),
  gemini: api('gemini', 'v1beta/models/{model}:generateContent', 'v1beta/models/{model}:streamGenerateContent?alt=sse'),
  bedrock: api('bedrock', 'model/{model}/converse', 'model/{model}/converse-stream'),
  cohere: api('cohere', 'v2/chat'),
  'workers-ai': api('workers-ai', 'run/{+model}'),
}

/** The same for embeddings. */
const usualEmbeddings: { readonly [dialect in Dialect]: ApiRecord | null } = {
  openai: api('openai', 'embeddings'),
  anthropic: null,
  gemini: api('gemini', 'v1beta/models/{model}:batchEmbedContents'),
  bedrock: null,
  cohere: api('cohere', 'v2/embed'),
  'workers-ai': api('workers-ai', 'run/{+model}'),
}

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
      apis: dialect === null ? [] : [usualApis[dialect]],
      embeddings: dialect === null ? null : usualEmbeddings[dialect],
      run: null,
      authors: [],
      builtin: null,
      bound: null,
      ...stated,
    },
  }
}

/** A way to ask for models: {@link ApiRecord}. */
export function api(dialect: string, path: string, streamPath: string | null = null, strip = ''): ApiRecord {
  return { dialect, path, streamPath, strip }
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

/** What is different about a provider's sockets: {@link RealtimeRecord}. What is left out does not differ. */
export function sockets(facts: Partial<RealtimeRecord>): RealtimeRecord {
  return {
    aliases: [],
    paths: [],
    pathFrom: null,
    keyParameters: [],
    keyProtocols: [],
    keyFollows: [],
    passes: [],
    usage: [],
    ...facts,
  }
}
