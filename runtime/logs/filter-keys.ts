// What may be filtered by, what of a row that is, and what can be asked of it: one table for who checks filters and for who makes SQL of
// them. Source of keys and operators: the wire contract, "management" 7.2; what they mean is ours.

import type { Filter, FilterKey } from './query.ts'

/**
 * What a key's values are, and what can be asked of them. Of several values one must do; `neq` is whatever `eq` is not, rows without a
 * value included; `contains` finds a text in a text, letters of ASCII in either case; `lt` and `gt` never find rows without a value.
 */
export const kinds = {
  text: { takes: 'texts', operators: ['eq', 'neq', 'contains'] },
  /** UUIDv7: their order is that of time. */
  id: { takes: 'ids', operators: ['eq', 'neq', 'contains', 'lt', 'gt'] },
  number: { takes: 'numbers', operators: ['eq', 'neq', 'lt', 'gt'] },
  boolean: { takes: 'true and false', operators: ['eq', 'neq'] },
  /** To the millisecond. */
  date: {
    takes: 'dates as ISO 8601 has them (2026-11-20T12:00:00Z) or in epoch milliseconds',
    operators: ['eq', 'neq', 'lt', 'gt'],
  },
  /** Whether a row's metadata has such a key. */
  name: { takes: 'texts', operators: ['eq', 'neq', 'contains'] },
  /** An entry's value as a text, so that `1` and `"1"` are one; `lt` and `gt` find numbers alone. */
  entry: { takes: 'texts, numbers, true and false', operators: ['eq', 'neq', 'contains', 'lt', 'gt'] },
} as const satisfies { readonly [kind: string]: { takes: string; operators: readonly Filter['operator'][] } }

/** One of them. */
export type Kind = keyof typeof kinds

/** What the key stands for. */
export interface KeyMeaning {
  readonly kind: Kind
  /** In SQL, of a row of `logs`. */
  readonly column: string
}

type NamedKey = Exclude<FilterKey, `metadata.key.${string}`>

/** By key: its kind, and its column where that is not its name. */
const table: { readonly [key in NamedKey]: readonly [kind: Kind, column?: string] } = {
  id: ['id'],
  created_at: ['date'],
  request_content_type: ['text'],
  response_content_type: ['text'],
  request_type: ['text'],
  success: ['boolean'],
  /** What the cache answered, fresh or stale. */
  cached: ['boolean'],
  provider: ['text'],
  model: ['text'],
  model_type: ['text'],
  /** US dollars. */
  cost: ['number'],
  tokens: ['number', '(tokens_in + tokens_out)'],
  tokens_in: ['number'],
  tokens_out: ['number'],
  /** Milliseconds. */
  duration: ['number'],
  /** 1 and -1; `null`: nobody said anything. */
  feedback: ['number'],
  event_id: ['text'],
  /** The two know nothing of each other: each may hold for another entry. */
  'metadata.key': ['name', 'metadata'],
  'metadata.value': ['entry', 'metadata'],
  authentication: ['boolean'],
  /** Nobody resells here. */
  wholesale: ['boolean', '0'],
  compatibilityMode: ['boolean', "(request_type = 'compat')"],
  /** Nothing here looks for what may not leak. */
  dlp_action: ['text', 'NULL'],
  user_agent: ['text'],
  byok: ['boolean'],
  status_code: ['number'],
  token: ['text'],
  route: ['text'],
  step: ['number'],
  cache_status: ['text'],
  request_id: ['text'],
}

/** All keys but those of single entries. */
export function filterKeys(): readonly string[] {
  return Object.keys(table)
}

/** Before the key of an entry of which the value is asked. */
export const ENTRY = 'metadata.key.'

/** `null`: there is no such key. */
export function meaningOf(key: string): KeyMeaning | null {
  if (key.startsWith(ENTRY)) return { kind: 'entry', column: 'metadata' }
  if (!Object.hasOwn(table, key)) return null
  const [kind, column = key] = table[key as NamedKey]
  return { kind, column }
}
