// One row of the log: with the beginnings of its bodies, a whole body, and what people say of it later.

import type { Heads, KeptRow, LogPatch } from '../logs/query.ts'
import type { PayloadPlace } from './log-batch.ts'
import { readPayload } from './log-payloads.ts'
import { keptRowOf, type StoredRow } from './log-rows.ts'

/** Of a body's beginning. */
const HEAD_BYTES = 10_000

/** A body, as far as it was kept. */
export interface KeptBody {
  readonly bytes: Uint8Array
  readonly contentType: string | null
  readonly isWhole: boolean
}

/** With its heads. `null`: there is none of this id. */
export async function getLog(sql: SqlStorage, id: string): Promise<KeptRow | null> {
  const stored = storedRow(sql, id)
  if (stored === null) return null
  const [request, response] = [placeIn(stored.request_body), placeIn(stored.response_body)]
  const heads: Heads = {
    request: await headOf(sql, request),
    isRequestWhole: isShort(request),
    response: await headOf(sql, response),
    isResponseWhole: isShort(response),
  }
  return { ...keptRowOf(stored), heads }
}

/** `null`: there is no such row, or this body of it was not kept. */
export async function getBody(sql: SqlStorage, id: string, which: 'request' | 'response'): Promise<KeptBody | null> {
  const stored = storedRow(sql, id)
  const place = stored && placeIn(stored[`${which}_body`])
  const bytes = place && (await readPayload(sql, place))
  if (!bytes) return null
  return { bytes, contentType: stored[`${which}_content_type`], isWhole: place[3] === 1 }
}

/** What is left out stays; metadata that is cleared is empty. `null`: there is no such row. */
export function patchLog(
  sql: SqlStorage,
  id: string,
  { feedback, score, metadata }: LogPatch,
): Promise<KeptRow | null> {
  const said = [
    ['feedback', feedback],
    ['score', score],
    ['metadata', metadata === undefined ? undefined : JSON.stringify(metadata ?? {})],
  ] as const
  for (const [column, value] of said) {
    if (value !== undefined) sql.exec(`UPDATE logs SET ${column} = ? WHERE id = ?`, value, id)
  }
  return getLog(sql, id)
}

function storedRow(sql: SqlStorage, id: string): StoredRow | null {
  return sql.exec<StoredRow>('SELECT * FROM logs WHERE id = ?', id).toArray()[0] ?? null
}

function placeIn(json: string | null): PayloadPlace | null {
  return json === null ? null : JSON.parse(json)
}

async function headOf(sql: SqlStorage, place: PayloadPlace | null): Promise<string | null> {
  const bytes = place && (await readPayload(sql, place, HEAD_BYTES))
  // As a part of a stream: a character that the head's end cuts in two is left out.
  return bytes && new TextDecoder().decode(bytes, { stream: true })
}

function isShort(place: PayloadPlace | null): boolean {
  return place !== null && place[2] <= HEAD_BYTES && place[3] === 1
}
