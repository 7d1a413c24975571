// What one frame says -> the reader of a whole stream: nothing is read behind its end, and one that breaks off before it is a failure.

import type { ChatEvent, JsonObject } from '../chat.ts'
import type { EventReader, Frame } from '../dialect.ts'
import { parsedObject } from '../loose.ts'
import { Unreadable } from '../unreadable.ts'
import { failed } from './failed.ts'

/** `rest` is what is left to say when the stream ends: nothing, unless it was whole. */
export function eventReader(
  read: (frame: Frame) => readonly ChatEvent[],
  rest: () => readonly ChatEvent[] = () => [],
): EventReader {
  let isOver = false
  return {
    read(frame) {
      if (isOver || frame.data === '' || frame.data === '[DONE]') return []
      const events = read(frame)
      isOver = events.some(({ kind }) => kind === 'end' || kind === 'failure')
      return events
    },
    finish() {
      if (isOver) return []
      isOver = true
      const events = rest()
      if (events.length > 0) return events
      const message = "The provider's stream broke off before its answer was complete. Ask again."
      return [{ kind: 'failure', failure: failed(502, [message], { type: 'upstream_error' }) }]
    },
  }
}

/** The object that a frame holds. Throws an Unreadable. */
export function bodyOf({ data }: Frame): JsonObject {
  const body = parsedObject(data)
  if (body === null) throw new Unreadable('a frame of it is no JSON object')
  return body
}
