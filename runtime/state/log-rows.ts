// Rows of the log in SQLite: a column per field, and what was said of a row later. Promises that a row is in it once, however often it
// comes.

import type { KeptRow } from '../logs/query.ts'
import type { LogRow } from '../logs/row.ts'
import type { SentRow } from './log-batch.ts'

/** Columns beside `seq`: how they are declared, and what of a row is in them. Their names are the wire's where it has one ("traffic" 5.15). */
type Columns = readonly (readonly [name: keyof StoredRow, type: string, value: (sent: SentRow) => SqlStorageValue])[]

/** What nothing is filtered or ordered by: a column costs a row two thirds of a microsecond, and fifteen are as much as an index. */
type Details = Pick<
  LogRow,
  | 'isServed'
  | 'retries'
  | 'timeToFirstByteMs'
  | 'usage'
  | 'isCustomCost'
  | 'requestSize'
  | 'responseSize'
  | 'isComplete'
  | 'session'
>

/** A row as SQLite gives it. Booleans are 0 and 1, `metadata` and `session` JSON. */
export type StoredRow = {
  /** In the order in which rows came. */
  readonly seq: number
  readonly id: string
  /** Epoch milliseconds. */
  readonly created_at: number
  readonly request_id: string
  readonly event_id: string
  readonly provider: string
  readonly model: string | null
  readonly model_type: string | null
  readonly path: string
  readonly route: string | null
  readonly step: number
  readonly request_type: LogRow['requestType']
  readonly token: string | null
  readonly authentication: number
  readonly byok: number
  readonly user_agent: string | null
  readonly request_content_type: string | null
  readonly response_content_type: string | null
  readonly status_code: number
  readonly success: number
  /** 1 for what the cache answered, fresh or stale. */
  readonly cached: number
  readonly cache_status: LogRow['cacheStatus']
  readonly duration: number
  /** `null`: nothing was said of usage. */
  readonly tokens_in: number | null
  readonly tokens_out: number | null
  readonly cost: number | null
  readonly metadata: string
  /** JSON of {@link Details}. */
  readonly details: string
  readonly error: string | null
  readonly feedback: -1 | 1 | null
  readonly score: number | null
  /** Where the bodies are, a `PayloadPlace` in JSON; `null`: not kept. */
  readonly request_body: string | null
  readonly response_body: string | null
}

const columns: Columns = [
  ['id', 'TEXT NOT NULL UNIQUE', ({ row }) => row.id],
  ['created_at', 'INTEGER NOT NULL', ({ row }) => row.createdAtMs],
  ['request_id', 'TEXT NOT NULL', ({ row }) => row.requestId],
  ['event_id', 'TEXT NOT NULL', ({ row }) => row.eventId],
  ['provider', 'TEXT NOT NULL', ({ row }) => row.provider],
  ['model', 'TEXT', ({ row }) => row.model],
  ['model_type', 'TEXT', ({ row }) => row.modelType],
  ['path', 'TEXT NOT NULL', ({ row }) => row.path],
  ['route', 'TEXT', ({ row }) => row.route],
  ['step', 'INTEGER NOT NULL', ({ row }) => row.step],
  ['request_type', 'TEXT NOT NULL', ({ row }) => row.requestType],
  ['token', 'TEXT', ({ row }) => row.token],
  ['authentication', 'INTEGER NOT NULL', ({ row }) => Number(row.isAuthenticated)],
  ['byok', 'INTEGER NOT NULL', ({ row }) => Number(row.isStoredKey)],
  ['user_agent', 'TEXT', ({ row }) => row.userAgent],
  ['request_content_type', 'TEXT', ({ row }) => row.requestContentType],
  ['response_content_type', 'TEXT', ({ row }) => row.responseContentType],
  ['status_code', 'INTEGER NOT NULL', ({ row }) => row.status],
  ['success', 'INTEGER NOT NULL', ({ row }) => Number(row.isSuccess)],
  ['cached', 'INTEGER NOT NULL', ({ row }) => Number(row.cacheStatus === 'HIT' || row.cacheStatus === 'STALE')],
  ['cache_status', 'TEXT', ({ row }) => row.cacheStatus],
  ['duration', 'INTEGER NOT NULL', ({ row }) => row.durationMs],
  ['tokens_in', 'INTEGER', ({ row }) => row.usage?.inputTokens ?? null],
  ['tokens_out', 'INTEGER', ({ row }) => row.usage?.outputTokens ?? null],
  ['cost', 'REAL', ({ row }) => row.cost],
  ['metadata', 'TEXT NOT NULL', ({ row }) => JSON.stringify(row.metadata)],
  ['error', 'TEXT', ({ row }) => row.error],
  ['details', 'TEXT NOT NULL', ({ row }) => JSON.stringify(detailsOf(row))],
  ['request_body', 'TEXT', ({ request }) => request && JSON.stringify(request)],
  ['response_body', 'TEXT', ({ response }) => response && JSON.stringify(response)],
]

/** `seq` only tells which row came first; the order of a log is that of `created_at` and `id`, as `createIndexes` has it. */
export function createTables(sql: SqlStorage): void {
  const declared = columns.map(([name, type]) => `${name} ${type}`)
  sql.exec(
    `CREATE TABLE IF NOT EXISTS logs (seq INTEGER PRIMARY KEY, ${declared.join(', ')}, feedback INTEGER, score REAL)`,
  )
}

/** Returns those of the rows that were not there yet. For use in a transaction, which counts them. */
export function insertRows(sql: SqlStorage, rows: readonly SentRow[]): readonly SentRow[] {
  const names = columns.map(([name]) => name).join(', ')
  const insert = `INSERT OR IGNORE INTO logs (${names}) VALUES (?${', ?'.repeat(columns.length - 1)})`
  return rows.filter((sent) => sql.exec(insert, ...columns.map(([, , value]) => value(sent))).rowsWritten > 0)
}

/** What a row says, without its bodies' beginnings. */
export function keptRowOf(stored: StoredRow): KeptRow {
  return {
    ...(JSON.parse(stored.details) as Details),
    id: stored.id,
    createdAtMs: stored.created_at,
    requestId: stored.request_id,
    eventId: stored.event_id,
    provider: stored.provider,
    model: stored.model,
    modelType: stored.model_type,
    path: stored.path,
    route: stored.route,
    step: stored.step,
    requestType: stored.request_type,
    token: stored.token,
    isAuthenticated: stored.authentication === 1,
    isStoredKey: stored.byok === 1,
    userAgent: stored.user_agent,
    requestContentType: stored.request_content_type,
    responseContentType: stored.response_content_type,
    status: stored.status_code,
    isSuccess: stored.success === 1,
    cacheStatus: stored.cache_status,
    durationMs: stored.duration,
    cost: stored.cost,
    metadata: JSON.parse(stored.metadata),
    error: stored.error,
    feedback: stored.feedback,
    score: stored.score,
    heads: null,
  }
}

function detailsOf(row: LogRow): Details {
  return {
    isServed: row.isServed,
    retries: row.retries,
    timeToFirstByteMs: row.timeToFirstByteMs,
    usage: row.usage,
    isCustomCost: row.isCustomCost,
    requestSize: row.requestSize,
    responseSize: row.responseSize,
    isComplete: row.isComplete,
    session: row.session,
  }
}
