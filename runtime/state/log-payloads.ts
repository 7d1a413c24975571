// The bodies of logged requests, in chunks that rows share: compressed together, and each counted by how many bodies have a piece in it.
// Promises that a chunk goes with its last body, and that bytes which people delete are gone from the others too, even after a kill.

import { deflate, inflate } from '../logs/gzip.ts'
import { CHUNK_BYTES, type PayloadPlace } from './log-batch.ts'

/** A part of a body, in one chunk. */
interface Piece {
  readonly chunk: number
  readonly offset: number
  readonly length: number
}

/** Bytes are apart from what is counted: a row that changes is written anew as a whole. */
export function createPayloadTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS log_chunks (id INTEGER PRIMARY KEY, bodies INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS log_chunk_bytes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS log_erasures (
      id INTEGER PRIMARY KEY AUTOINCREMENT, chunk INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL)`)
}

/** Where the first chunk of the next batch will be; the others follow it. */
export function nextChunk(sql: SqlStorage): number {
  return sql.exec<{ next: number }>('SELECT COALESCE(MAX(id), 0) + 1 AS next FROM log_chunks').one().next
}

/** Keeps those of a batch's chunks that these places name, from `first` on. In a transaction with the rows. */
export function writeChunks(
  sql: SqlStorage,
  first: number,
  chunks: readonly ArrayBuffer[],
  places: readonly PayloadPlace[],
): void {
  for (const [id, bodies] of bodiesByChunk(places)) {
    sql.exec('INSERT INTO log_chunks VALUES (?, ?)', id, bodies)
    sql.exec('INSERT INTO log_chunk_bytes VALUES (?, ?)', id, chunks[id - first] ?? null)
  }
}

/** What of a body is kept, `most` bytes of it at most. `null`: it is gone. Each chunk that it is in is inflated once. */
export async function readPayload(
  sql: SqlStorage,
  place: PayloadPlace,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array | null> {
  const [chunk, offset, length, isWhole] = place
  const body = new Uint8Array(Math.min(length, most))
  // All chunks are read before anything is waited for: somebody may delete them meanwhile.
  const found = piecesOf([chunk, offset, body.length, isWhole]).map(
    (piece) => [piece, bytesOf(sql, piece.chunk)] as const,
  )
  let at = 0
  for (const [piece, bytes] of found) {
    if (bytes === null) return null
    const inflated = await inflate(bytes)
    body.set(inflated.subarray(piece.offset, piece.offset + piece.length), at)
    at += piece.length
  }
  return body
}

/**
 * Nothing refers to these places any more; in the transaction that deletes the rows. Chunks go with their last body.
 * `erases`: what is left of them in other chunks is to go as well, by {@link erasePayloads}.
 */
export function dropPayloads(sql: SqlStorage, places: readonly PayloadPlace[], erases: boolean): void {
  if (erases) {
    for (const { chunk, offset, length } of places.flatMap(piecesOf)) {
      sql.exec('INSERT INTO log_erasures (chunk, offset, length) VALUES (?, ?, ?)', chunk, offset, length)
    }
  }
  for (const [id, bodies] of bodiesByChunk(places)) {
    const [left] = sql.exec<{ bodies: number }>(
      'UPDATE log_chunks SET bodies = bodies - ? WHERE id = ? RETURNING bodies',
      bodies,
      id,
    )
    if (left !== undefined && left.bodies <= 0) deleteChunk(sql, id, erases)
  }
}

/** Removes from the chunks that are left what was dropped from them. When it settles those bytes are nowhere. */
export async function erasePayloads(storage: DurableObjectStorage): Promise<void> {
  const { sql } = storage
  for (;;) {
    const [next] = sql.exec<{ chunk: number }>('SELECT chunk FROM log_erasures ORDER BY chunk LIMIT 1')
    if (next === undefined) return
    await eraseFrom(storage, next.chunk)
  }
}

async function eraseFrom(storage: DurableObjectStorage, chunk: number): Promise<void> {
  const { sql } = storage
  const ofChunk = 'FROM log_erasures WHERE chunk = ?'
  const pieces = sql
    .exec<{ id: number; offset: number; length: number }>(`SELECT id, offset, length ${ofChunk} ORDER BY id`, chunk)
    .toArray()
  const before = bytesOf(sql, chunk)
  const inflated = before && (await inflate(before))
  for (const { offset, length } of pieces) inflated?.fill(0, offset, offset + length)
  const after = inflated && (await deflate([inflated]))
  const last = pieces.at(-1)?.id ?? 0
  storage.transactionSync(() => {
    // Others may have been at it while this waited. Then it is their copy that counts, and what they left is done anew.
    const counted = sql.exec<{ left: number }>(`SELECT COUNT(*) AS left ${ofChunk} AND id <= ?`, chunk, last).one()
    if (counted.left !== pieces.length) return
    if (after !== null) {
      shred(sql, chunk)
      sql.exec('UPDATE log_chunk_bytes SET bytes = ? WHERE id = ?', after, chunk)
    }
    sql.exec(`DELETE ${ofChunk} AND id <= ?`, chunk, last)
  })
}

function deleteChunk(sql: SqlStorage, id: number, erases: boolean): void {
  if (erases) shred(sql, id)
  sql.exec('DELETE FROM log_chunk_bytes WHERE id = ?', id)
  sql.exec('DELETE FROM log_chunks WHERE id = ?', id)
  sql.exec('DELETE FROM log_erasures WHERE chunk = ?', id)
}

/** SQLite frees pages as they are; a value of the same length is written over the old one. */
function shred(sql: SqlStorage, id: number): void {
  sql.exec('UPDATE log_chunk_bytes SET bytes = zeroblob(length(bytes)) WHERE id = ?', id)
}

function bytesOf(sql: SqlStorage, id: number): ArrayBuffer | null {
  const [row] = sql.exec<{ bytes: ArrayBuffer }>('SELECT bytes FROM log_chunk_bytes WHERE id = ?', id)
  return row?.bytes ?? null
}

function bodiesByChunk(places: readonly PayloadPlace[]): ReadonlyMap<number, number> {
  const bodies = new Map<number, number>()
  for (const { chunk } of places.flatMap(piecesOf)) bodies.set(chunk, (bodies.get(chunk) ?? 0) + 1)
  return bodies
}

function piecesOf([first, begins, length]: PayloadPlace): readonly Piece[] {
  const pieces: Piece[] = []
  let left = length
  for (let chunk = first, offset = begins; left > 0; chunk++, offset = 0) {
    const taken = Math.min(left, CHUNK_BYTES - offset)
    pieces.push({ chunk, offset, length: taken })
    left -= taken
  }
  return pieces
}
