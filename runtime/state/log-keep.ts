// Which rows stay: those that a batch brings, as far as there is room, and of the older ones as many as the gateway keeps.
// Promises that what a batch brings is taken once, also when it comes again, and that rows go with all that belongs to them.

import type { LogRow } from '../logs/row.ts'
import type { Batch, PayloadPlace, SentRow } from './log-batch.ts'
import { dropPayloads, nextChunk, writeChunks } from './log-payloads.ts'
import { insertRows, type StoredRow } from './log-rows.ts'

/** Of what is kept: so much more stays, at most, to be deleted together. */
const BLOCK = 0.01
/** Nobody sends a batch again after that. */
const REMEMBERED_MS = 600_000

/** How many rows there are is written down: counting a million of them takes a second. */
export function createKeepTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS log_count (rows INTEGER NOT NULL);
    INSERT INTO log_count SELECT 0 WHERE NOT EXISTS (SELECT * FROM log_count);
    CREATE TABLE IF NOT EXISTS log_batches (sent INTEGER, first TEXT, PRIMARY KEY (sent, first)) WITHOUT ROWID`)
}

/** How many rows the log has. */
export function countRows(sql: SqlStorage): number {
  return sql.exec<{ rows: number }>('SELECT rows FROM log_count').one().rows
}

/**
 * Takes a batch in, in a transaction. Returns what is to be counted: all of it that is new, also what a full log that stops inserting
 * has no room for, because the traffic goes on.
 */
export function takeBatch(sql: SqlStorage, batch: Batch): readonly LogRow[] {
  if (!isNew(sql, batch)) return []
  const { rows, chunks, keep, whenFull } = batch
  const count = countRows(sql)
  const room = whenFull === 'stop_inserting' ? Math.max(keep - count, 0) : rows.length
  const first = nextChunk(sql)
  const taken = insertRows(
    sql,
    rows.slice(0, room).map((sent) => moved(sent, first)),
  )
  writeChunks(
    sql,
    first,
    chunks,
    taken.flatMap(({ request, response }) => [request, response]).filter((place) => place !== null),
  )
  sql.exec('UPDATE log_count SET rows = rows + ?', taken.length)
  const over = count + taken.length - keep
  if (whenFull === 'delete_oldest' && over > keep * BLOCK) deleteOldest(sql, over)
  return [...taken, ...rows.slice(room)].map(({ row }) => row)
}

/**
 * Deletes the rows of these ids and drops their bodies, in a transaction; `erasePayloads` is to follow it. Returns how many rows
 * that were.
 */
export function deleteRows(sql: SqlStorage, ids: readonly string[]): number {
  return dropRows(sql, 'SELECT value FROM json_each(?)', JSON.stringify(ids), true)
}

function deleteOldest(sql: SqlStorage, rows: number): void {
  dropRows(sql, 'SELECT id FROM logs ORDER BY created_at, id LIMIT ?', rows, false)
}

function dropRows(sql: SqlStorage, ids: string, value: SqlStorageValue, erases: boolean): number {
  const dropped = sql
    .exec<Pick<StoredRow, 'request_body' | 'response_body'>>(
      `DELETE FROM logs WHERE id IN (${ids}) RETURNING request_body, response_body`,
      value,
    )
    .toArray()
  dropPayloads(
    sql,
    dropped.flatMap(({ request_body, response_body }) => [placeIn(request_body), placeIn(response_body)].flat()),
    erases,
  )
  sql.exec('UPDATE log_count SET rows = rows - ?', dropped.length)
  return dropped.length
}

/** None or one. */
function placeIn(json: string | null): readonly PayloadPlace[] {
  return json === null ? [] : [JSON.parse(json)]
}

/** Takes note of it, and forgets those of long ago. */
function isNew(sql: SqlStorage, { rows, sentAtMs }: Batch): boolean {
  sql.exec('DELETE FROM log_batches WHERE sent < ?', Date.now() - REMEMBERED_MS)
  const insert = 'INSERT OR IGNORE INTO log_batches VALUES (?, ?) RETURNING sent'
  return sql.exec(insert, sentAtMs, rows[0]?.row.id ?? '').toArray().length > 0
}

/** A batch's chunks become those from `first` on. */
function moved({ row, request, response }: SentRow, first: number): SentRow {
  return { row, request: request && movedPlace(request, first), response: response && movedPlace(response, first) }
}

function movedPlace([chunk, offset, length, isWhole]: PayloadPlace, first: number): PayloadPlace {
  return [first + chunk, offset, length, isWhole]
}
