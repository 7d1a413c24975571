// Neutral events in, Anthropic's server-sent events out, in the one order that its SDK takes: the message starts, blocks come one at a time
// with rising indexes, the message's end waits for the usage that may come after it. Of several answers it tells the first.
// Source: Anthropic's API reference, "Streaming messages", and the accumulator of @anthropic-ai/sdk.

import type { ChatEvent, ChatRequest, Finish, JsonObject, Usage } from '../../chat.ts'
import type { EventWriter } from '../../dialect.ts'
import { type Block, blocksInLine, type Line } from './blocks-in-line.ts'
import { hidden } from './call-signature.ts'
import { jsonEnd } from './json-end.ts'
import { writeFailure } from './write-failure.ts'
import { headOf, stopOf, usageIn } from './write-message.ts'

interface State {
  readonly request: ChatRequest
  readonly line: Line
  /** Whether a call's arguments are all there, by its index. */
  readonly ends: Map<number, (piece: string) => boolean>
  hasStarted: boolean
  usage: Usage | null
  finish: Finish
  refusal: string | null
}

/** For one stream. */
export function eventWriter(request: ChatRequest): EventWriter {
  const state: State = {
    request,
    line: blocksInLine(),
    ends: new Map(),
    hasStarted: false,
    usage: null,
    finish: { reason: 'stop', stopSequence: null },
    refusal: null,
  }
  return {
    write: (event) => {
      if ('choice' in event && event.choice !== 0) return ''
      const events = eventsFor(state, event)
      const isContent = events.some(({ type }) => /^(?:content|message)_/.test(String(type)))
      return [...(isContent ? startOf(state, null, null) : []), ...events].map(sent).join('')
    },
  }
}

function eventsFor(state: State, event: ChatEvent): readonly JsonObject[] {
  switch (event.kind) {
    case 'start':
      return startOf(state, event.id, event.model)
    case 'text':
      return spoken(
        state,
        'text',
        { type: 'text', text: '', citations: null },
        { type: 'text_delta', text: event.text },
      )
    case 'refusal':
      state.refusal = (state.refusal ?? '') + event.text
      return spoken(
        state,
        'text',
        { type: 'text', text: '', citations: null },
        { type: 'text_delta', text: event.text },
      )
    case 'reasoning':
      return spoken(state, 'thinking', THOUGHT, { type: 'thinking_delta', thinking: event.text })
    case 'signature':
      return signed(state, event.signature)
    case 'redacted_reasoning':
      return state.line.add(blockOf('redacted', { type: 'redacted_thinking', data: event.data }, true))
    case 'tool_call':
      return called(state, event)
    case 'arguments':
      return argued(state, event.index, event.json)
    case 'usage':
      state.usage = event.usage
      return []
    case 'finish':
      state.finish = event.finish
      return []
    case 'ping':
      return [{ type: 'ping' }]
    case 'failure':
      return [writeFailure(event.failure)]
    case 'end':
      return ended(state)
    default:
      return event satisfies never
  }
}

const THOUGHT: JsonObject = { type: 'thinking', thinking: '', signature: '' }

function startOf(state: State, id: string | null, model: string | null): readonly JsonObject[] {
  if (state.hasStarted) return []
  state.hasStarted = true
  const head = headOf(id, model ?? state.request.model)
  const message = { ...head, content: [], stop_reason: null, stop_sequence: null, usage: usageIn(state.usage) }
  return [{ type: 'message_start', message }]
}

/** Goes on with the block of this kind if it was the last to begin, or begins one. */
function spoken(state: State, key: string, start: JsonObject, delta: JsonObject): readonly JsonObject[] {
  if (delta.text === '' || delta.thinking === '') return []
  const last = state.line.last()
  if (last?.key === key && !last.isComplete) return state.line.append(last, delta)
  const block = blockOf(key, start)
  return [...state.line.add(block), ...state.line.append(block, delta)]
}

/** A signature ends its thought, and may be all that there is of it. */
function signed(state: State, signature: string): readonly JsonObject[] {
  const events = spoken(state, 'thinking', THOUGHT, { type: 'signature_delta', signature })
  const block = state.line.last()
  return block === undefined ? events : [...events, ...state.line.complete(block)]
}

function called(
  state: State,
  { index, id, name, signature }: Extract<ChatEvent, { kind: 'tool_call' }>,
): readonly JsonObject[] {
  state.ends.set(index, jsonEnd())
  const data = signature === null ? null : hidden(signature)
  const thought = data === null ? [] : state.line.add(blockOf('redacted', { type: 'redacted_thinking', data }, true))
  return [...thought, ...state.line.add(blockOf(`call ${index}`, { type: 'tool_use', id, name, input: {} }))]
}

function argued(state: State, index: number, json: string): readonly JsonObject[] {
  const block = state.line.find(`call ${index}`)
  if (block === undefined || json === '') return []
  const events = state.line.append(block, { type: 'input_json_delta', partial_json: json })
  return state.ends.get(index)?.(json) ? [...events, ...state.line.complete(block)] : events
}

function ended(state: State): readonly JsonObject[] {
  const delta = stopOf(state.finish, state.refusal, state.ends.size > 0)
  return [
    ...state.line.close(),
    { type: 'message_delta', delta, usage: usageIn(state.usage) },
    { type: 'message_stop' },
  ]
}

function blockOf(key: string, start: JsonObject, isComplete = false): Block {
  return { key, start, waiting: [], isComplete }
}

function sent(event: JsonObject): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
