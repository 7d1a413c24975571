// Answers in SQLite: a row each, and more rows for what is beyond a body's first megabyte (a row may have two). Bounded in size,
// the oldest out first. Promises that a half answer is never found: what belongs together is written in one transaction.

import type { Answer } from '../cache/store.ts'

const CHUNK_BYTES = 1024 * 1024
/** Of one object; there are sixteen. */
const MOST_BYTES = 64 * 1024 * 1024
/** What an answer takes besides its body, roughly. */
const OVERHEAD_BYTES = 2048

type Row = {
  readonly id: number
  readonly status: number
  readonly headers: string
  readonly body: ArrayBuffer
  readonly size: number
  readonly stored: number
  readonly fresh: number
  readonly kept: number
}

/** Ids grow with time: the lowest is the oldest. */
export function createTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS answers (
      id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, status INTEGER NOT NULL, headers TEXT NOT NULL,
      size INTEGER NOT NULL, stored INTEGER NOT NULL, fresh INTEGER NOT NULL, kept INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE INDEX IF NOT EXISTS answers_kept ON answers (kept);
    CREATE TABLE IF NOT EXISTS chunks (
      answer INTEGER NOT NULL, position INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (answer, position))`)
}

/** `null`: not here, or past any use. */
export function readAnswer(sql: SqlStorage, key: string): Answer | null {
  const [row] = sql.exec<Row>('SELECT * FROM answers WHERE key = ? AND kept > ?', key, Date.now())
  if (row === undefined) return null
  const { id, status, headers, body, size, stored, fresh, kept } = row
  return {
    status,
    headers: JSON.parse(headers),
    body: size === body.byteLength ? body : joined(sql, id, body, size),
    storedAtMs: stored,
    freshUntilMs: fresh,
    keptUntilMs: kept,
  }
}

function joined(sql: SqlStorage, id: number, first: ArrayBuffer, size: number): ArrayBuffer {
  const whole = new Uint8Array(size)
  whole.set(new Uint8Array(first))
  let at = first.byteLength
  for (const { body } of sql.exec<{ body: ArrayBuffer }>(
    'SELECT body FROM chunks WHERE answer = ? ORDER BY position',
    id,
  )) {
    whole.set(new Uint8Array(body), at)
    at += body.byteLength
  }
  return whole.buffer
}

/** In place of what was there under the key. For use in a transaction. Returns by how many bytes the whole grows. */
export function writeAnswer(sql: SqlStorage, key: string, answer: Answer): number {
  const { status, headers, body, storedAtMs, freshUntilMs, keptUntilMs } = answer
  const freed = drop(sql, 'key = ?', key)
  const { id } = sql
    .exec<{ id: number }>(
      'INSERT INTO answers (key, status, headers, size, stored, fresh, kept, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id',
      key,
      status,
      JSON.stringify(headers),
      body.byteLength,
      storedAtMs,
      freshUntilMs,
      keptUntilMs,
      body.slice(0, CHUNK_BYTES),
    )
    .one()
  for (let at = CHUNK_BYTES; at < body.byteLength; at += CHUNK_BYTES) {
    sql.exec('INSERT INTO chunks VALUES (?, ?, ?)', id, at, body.slice(at, at + CHUNK_BYTES))
  }
  return body.byteLength + OVERHEAD_BYTES - freed
}

/** Drops the oldest answers until the rest takes no more than it may. Takes and returns the size of all. */
export function makeRoom(sql: SqlStorage, sizeBytes: number): number {
  if (sizeBytes <= MOST_BYTES) return sizeBytes
  let left = sizeBytes
  for (const { id, size } of sql.exec<{ id: number; size: number }>('SELECT id, size FROM answers ORDER BY id')) {
    left -= size + OVERHEAD_BYTES
    if (left <= MOST_BYTES) return sizeBytes - drop(sql, 'id <= ?', id)
  }
  return left
}

/** Drops what is past any use. Returns how much that was. */
export function dropExpired(sql: SqlStorage): number {
  return drop(sql, 'kept <= ?', Date.now())
}

/** When the next answer is past any use; `null`: there is none. */
export function nextExpiryMs(sql: SqlStorage): number | null {
  return sql.exec<{ next: number | null }>('SELECT MIN(kept) AS next FROM answers').one().next
}

/** What all answers take. Reads the size of every one. */
export function totalBytes(sql: SqlStorage): number {
  const total = `SELECT TOTAL(size + ${OVERHEAD_BYTES}) AS total FROM answers`
  return sql.exec<{ total: number }>(total).one().total
}

function drop(sql: SqlStorage, where: string, value: string | number): number {
  sql.exec(`DELETE FROM chunks WHERE answer IN (SELECT id FROM answers WHERE ${where})`, value)
  let freed = 0
  for (const { size } of sql.exec<{ size: number }>(`DELETE FROM answers WHERE ${where} RETURNING size`, value)) {
    freed += size + OVERHEAD_BYTES
  }
  return freed
}
