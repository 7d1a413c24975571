// A provider's answer, or the cache's -> the same on its way to the client, and the end of its row when it is over.

import { joined } from '../joined.ts'
import { answerReader, type Said } from './answer-reader.ts'
import { earsOf } from './hearing.ts'
import type { Noted } from './noted.ts'
import { MOST_WATCHED_BYTES, type Passed, pass } from './pass.ts'
import { keysOf, lineOf, withoutKeys } from './provider-error.ts'
import type { LogRow, Payload } from './row.ts'
import { isNative } from './tries.ts'
import type { See } from './watch.ts'

/** What is kept as a body: what people read. Sound and pictures are not, and what the platform cannot decode. */
const KEPT =
  /^$|^text\/|[/+](?:json|xml|yaml|x-ndjson|jsonl|javascript|x-www-form-urlencoded|vnd\.amazon\.eventstream)\b/
const DECODED = /^(?:gzip|br|identity)?$/i
const NAMED = /"(?:model|modelVersion)"\s*:\s*"([^"\\]{1,256})"/

/** Throws nothing; the row ends by itself. `isServed`: it is the request's answer, and somebody reads it. */
export function answered(response: Response, isServed: boolean, noted: Noted): Promise<Response> {
  const { call, exchange, parts, opening, close, unexpect } = noted
  const { row } = call.attempt
  const { status, headers } = response
  const type = headers.get('content-type')?.toLowerCase() ?? ''
  const isReadable = KEPT.test(type) && DECODED.test(headers.get('content-encoding') ?? '')
  const reader = isReadable ? answerReader(response, type, earsOf(row, parts.usages)) : null
  const kept = isReadable ? keeper(opening.controls.payloadBytes) : null
  const cacheStatus = cacheStatusOf(noted, headers)
  return pass(response, cacheStatus === 'HIT' || cacheStatus === 'STALE', {
    waitUntil: exchange.waitUntil,
    isStrict: opening.controls.collect && exchange.gateway.observed?.logs?.durability === 'strict',
    isUnread: !isServed,
    isNative: isNative(call.attempt),
    unexpect,
    see(bytes) {
      kept?.see(bytes)
      reader?.read(bytes)
    },
    over(passed) {
      const said = reader?.said() ?? null
      const error = errorOf(status, isServed, said, passed, noted)
      const { createdAtMs } = opening.fields
      return close({
        isServed,
        status,
        cacheStatus,
        error,
        responseContentType: headers.get('content-type'),
        model: NAMED.exec(said?.head ?? '')?.[1] ?? null,
        isSuccess: isServed && status < 400 && said?.error == null,
        usage: status < 400 ? (said?.usage ?? null) : null,
        durationMs: (passed.isMore ? Date.now() : passed.endedAtMs) - createdAtMs,
        timeToFirstByteMs: passed.firstByteAtMs === null ? null : passed.firstByteAtMs - createdAtMs,
        responseSize: passed.isMore ? announced(headers) : passed.sizeBytes,
        isComplete: !passed.isCut && !passed.isMore && said?.isWhole !== false,
        response: kept?.payload(passed, status, noted) ?? null,
      })
    },
  })
}

/** Whoever was asked may be a gateway too, and say the same of itself. */
function cacheStatusOf({ call }: Noted, headers: Headers): LogRow['cacheStatus'] {
  const status = call.settings.cache === null ? null : headers.get('cf-aig-cache-status')
  return status === 'HIT' || status === 'MISS' || status === 'STALE' ? status : null
}

/** `null`: it was not. */
function announced(headers: Headers): number | null {
  const length = headers.get('content-length')
  return length === null ? null : Number(length)
}

function errorOf(
  status: number,
  isServed: boolean,
  said: Said | null,
  { isCut, isMore, hasLeft }: Passed,
  noted: Noted,
): string | null {
  const told = said?.error ?? null
  if (told !== null) return lineOf(withoutKeys(told, keysOf(noted.call.attempt, noted.exchange.env)))
  if (status >= 400) return `The provider answered with status ${status}.`
  if (!isServed) return 'The answer ended or failed before it said anything.'
  if (hasLeft) return 'The client left before the answer was over.'
  if (isCut) return 'The provider broke its answer off.'
  if (isMore) return `The answer is larger than ${MOST_WATCHED_BYTES >> 20} MB: the rest of it was not looked at.`
  return said?.isWhole === false ? 'The answer ended without what answers of its kind end with.' : null
}

/** Keeps the beginning of a body. */
function keeper(mostBytes: number) {
  const pieces: Uint8Array[] = []
  let left = mostBytes
  const see: See = (bytes) => {
    if (left <= 0) return
    const piece = bytes.slice(0, left)
    pieces.push(piece)
    left -= piece.byteLength
  }
  return {
    see,
    /** Providers repeat keys where they complain about them. `null`: nothing was to be kept, or there was nothing. */
    payload({ sizeBytes, isCut, isMore }: Passed, status: number, { call, exchange }: Noted): Payload | null {
      if (pieces.length === 0) return null
      const isWhole = !isCut && !isMore && sizeBytes <= mostBytes
      const bytes = joined(pieces)
      if (status < 400) return { bytes, isWhole }
      const text = new TextDecoder().decode(bytes)
      const clean = withoutKeys(text, keysOf(call.attempt, exchange.env))
      return { bytes: clean === text ? bytes : new TextEncoder().encode(clean), isWhole }
    },
  }
}
