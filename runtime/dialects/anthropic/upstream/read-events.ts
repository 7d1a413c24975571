// A stream of Anthropic's in, neutral events out, one frame at a time. What a block is is remembered by its index.
// Source: Anthropic's API reference, "Streaming messages", and the accumulator of @anthropic-ai/sdk.

import { parseExactly } from '../../../json.ts'
import type { ChatEvent, JsonObject } from '../../chat.ts'
import type { EventReader } from '../../dialect.ts'
import { Unreadable } from '../../unreadable.ts'
import { statusOf } from '../errors.ts'
import { isObject } from '../input.ts'
import { finishOf, isAnswer, refusalOf, textOf, usageOf } from './read-message.ts'

/** A `tool_use` block that has begun. Its arguments come in pieces, or were all there when it began. */
interface OpenCall {
  /** The call's number; `null`: its arguments are the answer. */
  readonly call: number | null
  readonly input: JsonObject
  hasPieces: boolean
}

interface State {
  readonly answerTool: string | null
  readonly open: Map<unknown, OpenCall>
  hasStarted: boolean
  isFinished: boolean
  isOver: boolean
  calls: number
  usage: JsonObject
  /** What a message that was whole from the start said of its end. */
  head: JsonObject
  isAnswered: boolean
  /** Words before an answer that is to come from a tool: they count only if it never does. */
  readonly words: ChatEvent[]
}

/** For one stream. `answerTool`: the tool whose arguments are the answer's text. */
export function eventReader(answerTool: string | null): EventReader {
  const state: State = {
    answerTool,
    open: new Map(),
    hasStarted: false,
    isFinished: false,
    isOver: false,
    calls: 0,
    usage: {},
    head: {},
    isAnswered: false,
    words: [],
  }
  return {
    read: ({ data }) => {
      if (state.isOver || data === '' || data === '[DONE]') return []
      return eventsOf(state, parsed(data))
    },
    finish: () => {
      if (state.isOver) return []
      state.isOver = true
      if (state.isFinished) return [{ kind: 'end' }]
      const message = `The provider's stream ended before its message ${state.hasStarted ? 'did' : 'began'}.`
      return [{ kind: 'failure', failure: { status: 502, type: null, code: null, message, param: null } }]
    },
  }
}

function parsed(data: string): JsonObject {
  try {
    const event = parseExactly(data)
    if (isObject(event)) return event
  } catch {}
  throw new Unreadable('an event is no JSON object')
}

function eventsOf(state: State, event: JsonObject): readonly ChatEvent[] {
  const inner = (name: string): JsonObject => (isObject(event[name]) ? event[name] : {})
  switch (event.type) {
    case 'message_start':
      return started(state, inner('message'))
    case 'content_block_start':
      return blockStarted(state, event.index, inner('content_block'))
    case 'content_block_delta':
      return piece(state, event.index, inner('delta'))
    case 'content_block_stop':
      return closed(state, event.index)
    case 'message_delta':
      return [...finished(state, inner('delta')), ...counted(state, event.usage)]
    case 'message_stop':
      state.isOver = true
      return [...finished(state, { stop_reason: 'end_turn', ...state.head }), { kind: 'end' }]
    case 'ping':
      return [{ kind: 'ping' }]
    case 'error':
      return failed(state, inner('error'))
    default:
      return []
  }
}

/** Some proxies begin twice. A message that goes on after a pause may begin with blocks in it. */
function started(state: State, message: JsonObject): readonly ChatEvent[] {
  if (state.hasStarted) return []
  state.hasStarted = true
  const start = { kind: 'start', id: textOf(message.id), model: textOf(message.model), createdSeconds: null } as const
  const blocks = Array.isArray(message.content) ? message.content.filter(isObject) : []
  const { stop_reason, stop_sequence } = message
  if (typeof stop_reason === 'string') state.head = { stop_reason, stop_sequence }
  return [
    start,
    ...counted(state, message.usage),
    ...blocks.flatMap((block) => [...blockStarted(state, null, block), ...closed(state, null)]),
  ]
}

function blockStarted(state: State, index: unknown, block: JsonObject): readonly ChatEvent[] {
  if (block.type === 'text') return piece(state, index, { type: 'text_delta', text: block.text })
  if (block.type === 'thinking') {
    const thought = piece(state, index, { type: 'thinking_delta', thinking: block.thinking })
    return [...thought, ...piece(state, index, { type: 'signature_delta', signature: block.signature })]
  }
  if (block.type === 'redacted_thinking') {
    return [{ kind: 'redacted_reasoning', choice: 0, data: textOf(block.data) ?? '' }]
  }
  if (block.type !== 'tool_use') return []
  const before = closed(state, index)
  const call = isAnswer(block, state.answerTool) ? null : state.calls++
  state.open.set(index, { call, input: isObject(block.input) ? block.input : {}, hasPieces: false })
  if (call === null) {
    state.isAnswered = true
    return before
  }
  const [id, name] = [textOf(block.id) ?? '', textOf(block.name) ?? '']
  return [...before, { kind: 'tool_call', choice: 0, index: call, id, name, signature: null }]
}

/** Citations, and what the provider's own tools take, are no part of the neutral shape. */
function piece(state: State, index: unknown, delta: JsonObject): readonly ChatEvent[] {
  const text = textOf(delta.text)
  const json = textOf(delta.partial_json)
  const thought = textOf(delta.thinking)
  const signature = textOf(delta.signature)
  if (delta.type === 'text_delta' && text !== null) {
    const event = { kind: 'text', choice: 0, text, logprobs: null } as const
    if (state.answerTool === null) return [event]
    state.words.push(event)
  } else if (delta.type === 'input_json_delta' && json !== null) {
    const call = state.open.get(index)
    if (call === undefined) return []
    call.hasPieces = true
    return [written(call, json)]
  } else if (delta.type === 'thinking_delta' && thought !== null) {
    return [{ kind: 'reasoning', choice: 0, text: thought }]
  } else if (delta.type === 'signature_delta' && signature !== null) {
    return [{ kind: 'signature', choice: 0, signature }]
  }
  return []
}

/** A call without a piece has the arguments that it began with, most often none: `{}`. */
function closed(state: State, index: unknown): readonly ChatEvent[] {
  const call = state.open.get(index)
  state.open.delete(index)
  return call === undefined || call.hasPieces ? [] : [written(call, JSON.stringify(call.input))]
}

function written({ call }: OpenCall, json: string): ChatEvent {
  if (call === null) return { kind: 'text', choice: 0, text: json, logprobs: null }
  return { kind: 'arguments', choice: 0, index: call, json }
}

function finished(state: State, delta: JsonObject): readonly ChatEvent[] {
  if (state.isFinished || typeof delta.stop_reason !== 'string') return []
  state.isFinished = true
  const rest = [...state.open.keys()].flatMap((index) => closed(state, index))
  const refusal = refusalOf(delta)
  return [
    ...rest,
    ...(state.isAnswered ? [] : state.words),
    ...(refusal === null ? [] : [{ kind: 'refusal', choice: 0, text: refusal } as const]),
    { kind: 'finish', choice: 0, finish: finishOf(delta, state.calls > 0) },
  ]
}

/** Counts are of the whole message each time; what an event leaves out is as it was. */
function counted(state: State, usage: unknown): readonly ChatEvent[] {
  if (!isObject(usage)) return []
  const stated = Object.entries(usage).filter(([, count]) => count !== null)
  state.usage = { ...state.usage, ...Object.fromEntries(stated) }
  return [{ kind: 'usage', usage: usageOf(state.usage) }]
}

function failed(state: State, error: JsonObject): readonly ChatEvent[] {
  state.isOver = true
  const type = textOf(error.type)
  const message = textOf(error.message) ?? 'The provider broke its stream off and did not say why.'
  const code = isObject(error.details) ? textOf(error.details.error_code) : null
  return [{ kind: 'failure', failure: { status: statusOf(type), type, code, message, param: null } }]
}
