// What may be asked of the log store, and what it answers: plain data, as it goes over RPC. Types only. Source of keys and operators:
// the wire contract, "management" 7.2.

import type { LogRow, Metadata } from './row.ts'

/** The columns that filters may name; others are refused by the management API before they come here. */
export type FilterKey =
  | 'id'
  | 'created_at'
  | 'request_content_type'
  | 'response_content_type'
  | 'request_type'
  | 'success'
  | 'cached'
  | 'provider'
  | 'model'
  | 'model_type'
  | 'cost'
  | 'tokens'
  | 'tokens_in'
  | 'tokens_out'
  | 'duration'
  | 'feedback'
  | 'event_id'
  | 'metadata.key'
  | 'metadata.value'
  | 'authentication'
  | 'wholesale'
  | 'compatibilityMode'
  | 'dlp_action'
  | 'user_agent'
  // Beyond the wire: the fields that only this gateway has, and a pair of key and value.
  | 'byok'
  | 'status_code'
  | 'token'
  | 'route'
  | 'step'
  | 'cache_status'
  | 'request_id'
  | `metadata.key.${string}`

/** All filters of a list must hold; of a filter's values one must. */
export interface Filter {
  readonly key: FilterKey
  readonly operator: 'eq' | 'neq' | 'contains' | 'lt' | 'gt'
  readonly value: readonly (string | number | boolean | null)[]
}

/** Of the list, and of what to delete. */
export type OrderBy =
  | 'created_at'
  | 'provider'
  | 'model'
  | 'model_type'
  | 'success'
  | 'cached'
  | 'cost'
  | 'tokens_in'
  | 'tokens_out'
  | 'duration'
  | 'feedback'

/** A page of logs. */
export interface LogQuery {
  readonly filters: readonly Filter[]
  /** Found anywhere in id, model, provider, path, metadata, error or event id, whatever the case; `null`: everything. */
  readonly search: string | null
  readonly orderBy: OrderBy
  readonly direction: 'asc' | 'desc'
  /** From 1. */
  readonly page: number
  /** At least 1. */
  readonly perPage: number
  /** Whether to tell the extremes of what was found. */
  readonly extremes: boolean
}

/** A row as it is kept: with what people said of it later. */
export interface KeptRow extends Omit<LogRow, 'request' | 'response'> {
  /** 1 thumbs up, -1 thumbs down. */
  readonly feedback: -1 | 1 | null
  readonly score: number | null
  readonly metadata: Metadata
  /** The beginnings of the bodies, and whether that is all. Only where one row was asked for. */
  readonly heads: Heads | null
}

/** The first characters of the bodies. */
export interface Heads {
  readonly request: string | null
  readonly isRequestWhole: boolean
  readonly response: string | null
  readonly isResponseWhole: boolean
}

/** A page, newest first unless it was asked for otherwise. An empty one is past the end. */
export interface LogPage {
  readonly rows: readonly KeptRow[]
  readonly totalCount: number
  /** `null`: not asked for, or nothing was found. */
  readonly extremes: Extremes | null
}

/** The least and the most of what was found; `null` where no row says. */
export interface Extremes {
  readonly cost: readonly [least: number | null, most: number | null]
  readonly duration: readonly [least: number | null, most: number | null]
  readonly tokensIn: readonly [least: number | null, most: number | null]
  readonly tokensOut: readonly [least: number | null, most: number | null]
  readonly totalTokens: readonly [least: number | null, most: number | null]
}

/** What people may say of a row later. Left out: as it was. `null` clears. */
export interface LogPatch {
  readonly feedback?: -1 | 1 | null
  readonly score?: number | null
  readonly metadata?: Metadata | null
}

/** What analytics are asked: a time, in which steps, and by what apart. */
export interface AnalyticsQuery {
  readonly fromMs: number
  readonly toMs: number
  readonly per: 'minute' | 'hour' | 'day'
  /** `null`: all together. */
  readonly by: 'provider' | 'model' | 'route' | 'token' | 'status' | `metadata.${string}` | null
}

/** One step of time, or one value of what was asked for apart in it. */
export interface AnalyticsPoint {
  readonly startMs: number
  /** `null` where all is together, and for rows that have no such value. */
  readonly value: string | null
  /** Requests of clients; attempts at answering them are more. */
  readonly requests: number
  readonly attempts: number
  /** Requests that failed. */
  readonly errors: number
  /** Requests that the cache answered. */
  readonly cached: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly tokensCached: number
  readonly tokensReasoning: number
  /** US dollars; of what has a known price. */
  readonly cost: number
  /** Milliseconds, exact to 5 %: the 50th, 90th, 95th and 99th percentile; `null`: nothing to tell of. */
  readonly duration: Percentiles | null
  readonly timeToFirstByte: Percentiles | null
}

/** Of milliseconds. */
export interface Percentiles {
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
}
