// Rows with their bodies -> rows, and chunks that hold the bodies of all of them. Bodies of one moment are much alike: together they
// take a fraction of what each would. Promises that a body is in one chunk where it fits into one.

import { CHUNK_BYTES, type PayloadPlace, type SentRow } from '../state/log-batch.ts'
import { deflate } from './gzip.ts'
import type { LogRow, Payload } from './row.ts'

/** As a batch has them. */
export interface Packed {
  readonly rows: readonly SentRow[]
  readonly chunks: readonly ArrayBuffer[]
}

/** Chunks of the bodies' parts, before compression. */
interface Chunks {
  readonly parts: Uint8Array[][]
  /** Of the last one. */
  sizeBytes: number
}

/** Does not change the rows. */
export async function pack(rows: readonly LogRow[]): Promise<Packed> {
  const chunks: Chunks = { parts: [], sizeBytes: CHUNK_BYTES }
  const sent = rows.map((row) => ({
    row: { ...row, request: null, response: null },
    request: placed(row.request, chunks),
    response: placed(row.response, chunks),
  }))
  return { rows: sent, chunks: await Promise.all(chunks.parts.map(deflate)) }
}

function placed(payload: Payload | null, chunks: Chunks): PayloadPlace | null {
  if (payload === null) return null
  const { bytes, isWhole } = payload
  const fits = bytes.length <= CHUNK_BYTES - chunks.sizeBytes
  if (!fits) begin(chunks)
  const place = [chunks.parts.length - 1, chunks.sizeBytes, bytes.length, isWhole ? 1 : 0] as const
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    if (at > 0) begin(chunks)
    const part = bytes.subarray(at, at + CHUNK_BYTES)
    chunks.parts.at(-1)?.push(part)
    chunks.sizeBytes += part.length
  }
  return place
}

function begin(chunks: Chunks): void {
  chunks.parts.push([])
  chunks.sizeBytes = 0
}
