// What is known of a row before the provider is asked.

import { askedModel } from '../cost/asked-model.ts'
import type { Attempt, Exchange } from '../exchange.ts'
import { newId } from '../new-id.ts'
import { type Controls, controlsOf } from './controls.ts'
import { modelTypeOf, requestTypeOf } from './kinds.ts'
import { metadataOf } from './metadata.ts'
import type { LogRow, Payload } from './row.ts'

/** The fields that the request tells. */
export type OpeningFields = Omit<
  LogRow,
  | 'isServed'
  | 'isStoredKey'
  | 'responseContentType'
  | 'status'
  | 'isSuccess'
  | 'cacheStatus'
  | 'retries'
  | 'durationMs'
  | 'timeToFirstByteMs'
  | 'usage'
  | 'cost'
  | 'isCustomCost'
  | 'responseSize'
  | 'isComplete'
  | 'error'
  | 'session'
  | 'response'
>

/** A row that is begun. */
export interface Opening {
  readonly fields: OpeningFields
  readonly controls: Controls
  /** What `cf-aig-dropped` is to name. */
  readonly dropped: readonly string[]
}

/** Requests that have a row already: the first has the request's own id. */
const begun = new WeakSet<Exchange>()

/** Something that is looked for in a body is in one end of it, where that is no JSON. */
const MOST_FORM_BYTES = 64 * 1024
const MODEL_IN_FORM = /name="model"\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]{1,256})\r?\n/

/** `null`: nobody wants to know of this attempt. Throws `invalidRequest` for controls that cannot be read. */
export async function openingOf(attempt: Attempt, exchange: Exchange): Promise<Opening | null> {
  const { observed } = exchange.gateway
  if (observed === null) return null
  const controls = controlsOf(attempt, observed.logs)
  if (!controls.collect && observed.budgets.length === 0 && observed.otel.length === 0 && observed.dataset === null) {
    return null
  }
  const { metadata, dropped } = metadataOf(attempt)
  const { requestId, eventId, gateway, caller, request } = exchange
  const id = begun.has(exchange) ? newId() : requestId
  begun.add(exchange)
  const createdAtMs = Date.now()
  const body = await bodyOf(attempt, controls)
  const length = attempt.headers.get('content-length')
  const fields: OpeningFields = {
    id,
    createdAtMs,
    requestId,
    eventId,
    provider: attempt.slug,
    model: modelOf(attempt, body),
    modelType: modelTypeOf(attempt.path),
    path: attempt.path,
    route: attempt.route,
    step: attempt.step,
    requestType: requestTypeOf(exchange),
    token: caller,
    isAuthenticated: gateway.tokens !== null,
    userAgent: request.headers.get('user-agent'),
    requestContentType: attempt.headers.get('content-type'),
    metadata,
    requestSize: body?.byteLength ?? (length === null ? null : Number(length)),
    request: body === null || body.byteLength === 0 ? null : payloadOf(body, controls.payloadBytes),
  }
  return { fields, controls, dropped }
}

/** It is held where something needs it. `null`: nothing does, it is too large, or whoever sends it will hear what is wrong with it. */
async function bodyOf(attempt: Attempt, { payloadBytes }: Controls): Promise<ArrayBuffer | null> {
  const { method, payload } = attempt
  if (method === 'GET' || method === 'HEAD') return new ArrayBuffer(0)
  return payloadBytes > 0 || askedModel(attempt, null) === null ? payload.hold().catch(() => null) : null
}

function payloadOf(body: ArrayBuffer, mostBytes: number): Payload | null {
  if (mostBytes === 0) return null
  return { bytes: new Uint8Array(body.slice(0, mostBytes)), isWhole: body.byteLength <= mostBytes }
}

/** The model that is asked for, as far as is known before anybody is. `body` is `null` where it is not held. */
export function modelOf(attempt: Attempt, body: ArrayBuffer | null): string | null {
  if (attempt.model !== null || body === null || body.byteLength === 0) return askedModel(attempt, null)
  const type = attempt.headers.get('content-type') ?? ''
  if (!type.startsWith('multipart/')) return askedModel(attempt, new TextDecoder().decode(body))
  const ends = [body.slice(0, MOST_FORM_BYTES), body.slice(MOST_FORM_BYTES).slice(-MOST_FORM_BYTES)]
  const text = ends.map((end) => new TextDecoder('latin1').decode(end)).join('')
  return MODEL_IN_FORM.exec(text)?.[1] ?? askedModel(attempt, null)
}
