// Runs and their bytes in SQLite: a row for each run, and one for what was written of it at a time.

import { joined } from '../joined.ts'

/** `broken`: it broke off, and will not go on. */
export type State = 'open' | 'over' | 'broken'

/** A run, without its bytes. */
export interface StoredRun {
  readonly id: string
  /** In bytes. */
  readonly size: number
  readonly state: State
  /** When it is forgotten, in epoch milliseconds. */
  readonly over: number
}

/** Of one object. */
const MOST_BYTES = 64 * 1024 * 1024
/** A row may take 2 MB. */
const MOST_PIECE_BYTES = 1024 * 1024

/** Makes the tables where they are not there. */
export function createRuns(sql: SqlStorage): void {
  sql.exec(
    'CREATE TABLE IF NOT EXISTS runs (id TEXT PRIMARY KEY, size INTEGER, state TEXT, over INTEGER) WITHOUT ROWID',
  )
  sql.exec('CREATE TABLE IF NOT EXISTS pieces (run TEXT, start INTEGER, bytes BLOB, PRIMARY KEY (run, start))')
}

/** `null`: there is none, or it is past its time. */
export function storedRun(sql: SqlStorage, id: string): Pick<StoredRun, 'size' | 'state'> | null {
  const [row] = sql.exec<{ size: number; state: string }>(
    'SELECT size, state FROM runs WHERE id = ? AND over > ?',
    id,
    Date.now(),
  )
  return row === undefined ? null : { size: row.size, state: row.state as State }
}

/** Writes a run, and what is new of it at its end. */
export function keepRun(sql: SqlStorage, { id, size, state, over }: StoredRun, bytes: readonly Uint8Array[]): void {
  const whole = joined(bytes)
  let start = size - whole.byteLength
  for (let at = 0; at < whole.byteLength; at += MOST_PIECE_BYTES) {
    const piece = whole.slice(at, at + MOST_PIECE_BYTES)
    sql.exec('INSERT INTO pieces VALUES (?, ?, ?)', id, start, piece)
    start += piece.byteLength
  }
  sql.exec('REPLACE INTO runs VALUES (?, ?, ?, ?)', id, size, state, over)
}

/** The bytes from here to a piece's end. `null`: none are there. */
export function pieceAt(sql: SqlStorage, id: string, offset: number): Uint8Array | null {
  const [row] = sql.exec<{ start: number; bytes: ArrayBuffer }>(
    'SELECT start, bytes FROM pieces WHERE run = ? AND start <= ? ORDER BY start DESC LIMIT 1',
    id,
    offset,
  )
  return row === undefined || offset - row.start >= row.bytes.byteLength
    ? null
    : new Uint8Array(row.bytes, offset - row.start)
}

/** Deletes a run. */
export function dropRun(sql: SqlStorage, id: string): void {
  sql.exec('DELETE FROM pieces WHERE run = ?', id)
  sql.exec('DELETE FROM runs WHERE id = ?', id)
}

/** Drops the runs that would go first anyway, until the rest is not too much. Which those were. */
export function makeRoom(sql: SqlStorage): readonly string[] {
  const { total } = sql.exec<{ total: number | null }>('SELECT SUM(size) AS total FROM runs').one()
  let surplus = (total ?? 0) - MOST_BYTES
  if (surplus <= 0) return []
  const dropped: string[] = []
  for (const { id, size } of sql
    .exec<{ id: string; size: number }>('SELECT id, size FROM runs ORDER BY over')
    .toArray()) {
    if (surplus <= 0) break
    dropRun(sql, id)
    dropped.push(id)
    surplus -= size
  }
  return dropped
}

/** Deletes the bytes of runs that are gone. */
export function orphans(sql: SqlStorage): void {
  sql.exec('DELETE FROM pieces WHERE run NOT IN (SELECT id FROM runs)')
}
