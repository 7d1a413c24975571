// A stream of Anthropic's in, neutral events out, one frame at a time. Which call a block is is remembered by its index.
// Source: Anthropic's API reference, "Streaming messages", and the accumulator of @anthropic-ai/sdk.

import type { ChatEvent, JsonObject } from '../../chat.ts'
import { bodyOf, eventReader } from '../../common/event-reader.ts'
import { textPart } from '../../common/parts.ts'
import type { EventReader } from '../../dialect.ts'
import { partEvents } from '../../events-of.ts'
import { isObject, objectOf, stated, textOf } from '../../loose.ts'
import { partsOf } from '../blocks.ts'
import { readFailure } from '../errors.ts'
import { usageOf } from '../usage.ts'
import { finishOf, isAnswer, refusalOf } from './read-message.ts'

/** A `tool_use` block that has begun. */
interface Call {
  /** Counted from 0; `null`: its arguments are the answer. */
  readonly index: number | null
  /** The arguments that it began with, most often none: `{}`. They count until a piece comes. */
  input: string
}

/** For one stream. `answerTool`: the tool whose arguments are the answer's text. */
export function messageReader(answerTool: string | null): EventReader {
  const open = new Map<unknown, Call>()
  /** Words before an answer that is to come from a tool: they count only if it never does. */
  const words: ChatEvent[] = []
  let isAnswered = false
  let calls = 0
  let usage: JsonObject = {}
  let isFinished = false

  function written({ index }: Call, json: string): ChatEvent[] {
    if (json === '') return []
    return index === null ? partEvents(0, textPart(json), 0) : [{ kind: 'arguments', choice: 0, index, json }]
  }

  /** What a block begins with, or goes on with. Citations, and what the provider's own tools take, are no part of the neutral shape. */
  function told(block: JsonObject, type: unknown): ChatEvent[] {
    const parts = partsOf(block, type, (name) => textOf(block[name]) ?? '')
    const events = parts.flatMap((part) => (part.kind === 'text' && !part.text ? [] : partEvents(0, part, calls)))
    if (answerTool === null || events[0]?.kind !== 'text') return events
    words.push(...events)
    return []
  }

  function begun(block: JsonObject, key: unknown): ChatEvent[] {
    const before = closed(key)
    const events = told(block, block.type)
    if (block.type !== 'tool_use') return [...before, ...events]
    const input = JSON.stringify(block.input ?? {})
    if (isAnswer(block, answerTool)) {
      isAnswered = true
      open.set(key, { index: null, input })
      return before
    }
    open.set(key, { index: calls++, input })
    // The arguments come when it is known which count.
    return [...before, ...events.slice(0, 1)]
  }

  function continued(delta: JsonObject, key: unknown): ChatEvent[] {
    const call = open.get(key)
    const json = textOf(delta.partial_json)
    if (!call || !json) return told(delta, delta.type === 'text_delta' ? 'text' : 'thinking')
    call.input = ''
    return written(call, json)
  }

  function closed(key: unknown): ChatEvent[] {
    const call = open.get(key)
    open.delete(key)
    return call ? written(call, call.input) : []
  }

  function finished(delta: JsonObject): ChatEvent[] {
    if (isFinished || !textOf(delta.stop_reason)) return []
    isFinished = true
    return [
      ...[...open.keys()].flatMap(closed),
      ...(isAnswered ? [] : words),
      ...refusalOf(delta).flatMap((part) => partEvents(0, part, 0)),
      { kind: 'finish', choice: 0, finish: finishOf(delta, calls > 0) },
    ]
  }

  /** Counts are of the whole message each time; what an event leaves out is as it was. */
  function counted(said: unknown): ChatEvent[] {
    usage = { ...usage, ...stated(objectOf(said)) }
    return isObject(said) ? [{ kind: 'usage', usage: usageOf(usage) }] : []
  }

  function read(event: JsonObject): ChatEvent[] {
    const { index } = event
    const [message, delta] = [objectOf(event.message), objectOf(event.delta)]
    switch (event.type) {
      case 'message_start':
        return [
          { kind: 'start', id: textOf(message.id), model: textOf(message.model), createdSeconds: null },
          ...counted(message.usage),
        ]
      case 'content_block_start':
        return begun(objectOf(event.content_block), index)
      case 'content_block_delta':
        return continued(delta, index)
      case 'content_block_stop':
        return closed(index)
      case 'message_delta':
        return [...finished(delta), ...counted(event.usage)]
      case 'message_stop':
        return [...finished({ stop_reason: 'end_turn' }), { kind: 'end' }]
      case 'ping':
        return [{ kind: 'ping' }]
      case 'error':
        return [{ kind: 'failure', failure: readFailure(null, event) }]
      default:
        return []
    }
  }

  return eventReader(
    (frame) => read(bodyOf(frame)),
    () => (isFinished ? [{ kind: 'end' }] : []),
  )
}
