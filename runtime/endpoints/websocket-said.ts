// A frame of the client's -> what it says. What cannot be read is told with its `eventId`, where it has one, and never throws.
// Sources: the wire contract, "endpoints" 1.6 F; ours are lists of steps, `universal.cancel`, and an `eventId` beside the request.

import { parseExactly } from '../json.ts'
import { newId } from '../new-id.ts'
import { GatewayError } from '../problem.ts'

/** What a client says. */
export type Said =
  /** A request: the body that the universal endpoint takes. */
  | { readonly kind: 'create'; readonly eventId: string; readonly body: string }
  /** Takes a request back. */
  | { readonly kind: 'cancel'; readonly eventId: string }
  | { readonly kind: 'unreadable'; readonly eventId: string | null; readonly problem: GatewayError }

/** It goes upstream in a header of the gateway's, and comes back with every frame. */
const EVENT_ID = /^[\x20-\x7e]{1,256}$/

/** Reads a frame: JSON, as a text or as its bytes. A request without an `eventId` gets one, which all of its frames tell. */
export function readFrame(data: string | ArrayBuffer): Said {
  const frame = parsed(typeof data === 'string' ? data : new TextDecoder().decode(data))
  if (!isObject(frame))
    return unreadable(null, 'A frame is a JSON object: {"type": "universal.create", "request": {…}}.')
  const { type, request } = frame
  const eventId = frame.eventId ?? (isObject(request) ? request.eventId : null) ?? null
  if (eventId !== null && (typeof eventId !== 'string' || !EVENT_ID.test(eventId))) {
    return unreadable(null, 'An eventId is a string of 1 to 256 printable ASCII characters.')
  }
  if (type === 'universal.cancel') {
    return eventId === null
      ? unreadable(
          null,
          'universal.cancel takes the eventId of the request: {"type": "universal.cancel", "eventId": "…"}.',
        )
      : { kind: 'cancel', eventId }
  }
  if (type !== 'universal.create') {
    const named = typeof type === 'string' ? `'${type.slice(0, 64)}' is no type of frame. ` : ''
    return unreadable(eventId, `${named}A frame's type is universal.create or universal.cancel.`)
  }
  if (!isObject(request) && !Array.isArray(request)) {
    return unreadable(eventId, 'The request of universal.create is a step, or a list of steps.')
  }
  const body = written(request)
  if (body === null) return unreadable(eventId, 'The request is nested too deeply.')
  return { kind: 'create', eventId: eventId ?? newId(), body }
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text)
  } catch {
    return null
  }
}

/** What can be read can be too deep to be written. */
function written(request: unknown): string | null {
  try {
    return JSON.stringify(request)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unreadable(eventId: string | null, description: string): Said {
  return { kind: 'unreadable', eventId, problem: new GatewayError('invalidRequest', description) }
}
