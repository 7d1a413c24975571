// A stand-in for a provider of Anthropic's Messages API, written from its reference: reads what the gateway sends, writes what it reads.

import type {
  ChatEvent,
  ChatResponse,
  Choice,
  Failure,
  Finish,
  JsonObject,
  Usage,
} from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'
import type { ProviderSide } from '../provider.ts'
import { sayableRequest, sayableResponse } from './expressible.ts'
import { readBody } from './read-body.ts'

/** Anthropic's Messages API, from the other side. */
export const anthropic: ProviderSide = {
  read: readBody,
  response: message,
  events: (events) => frames(events).map(bytesOf),
  failure: ({ type, message, code }: Failure) => ({
    type: 'error',
    error: { type, message, ...(code === null ? {} : { details: { error_code: code } }) },
    request_id: 'req_011CfKWrFbXEEXnGHy3m6XDe',
  }),
  contentType: 'text/event-stream; charset=utf-8',
  expressible: { request: sayableRequest, response: sayableResponse },
}

function message({ id, model, choices, usage }: ChatResponse): JsonObject {
  const choice = choices.find(({ index }) => index === 0)
  const content = choice?.content ?? []
  return {
    ...(id === null ? {} : { id }),
    type: 'message',
    role: 'assistant',
    ...(model === null ? {} : { model }),
    content: content.flatMap(block),
    ...(choice === undefined ? { stop_reason: 'end_turn' } : stop(choice.finish, refusalIn(content))),
    ...(usage === null ? {} : { usage: counts(usage) }),
  }
}

function block(part: Choice['content'][number]): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return [{ type: 'text', text: part.text, citations: null }]
    case 'reasoning':
      return [{ type: 'thinking', thinking: part.text, signature: part.signature ?? '' }]
    case 'redacted_reasoning':
      return [{ type: 'redacted_thinking', data: part.data }]
    case 'tool_call':
      return [{ type: 'tool_use', id: part.id, name: part.name, input: parseExactly(part.arguments), caller: DIRECT }]
    case 'refusal':
      return []
    default:
      return part satisfies never
  }
}

const DIRECT = { type: 'direct' }

function refusalIn(content: Choice['content']): string | null {
  const texts = content.flatMap((part) => (part.kind === 'refusal' ? [part.text] : []))
  return texts.length === 0 ? null : texts.join('')
}

function stop({ reason, stopSequence }: Finish, refusal: string | null): JsonObject {
  const reasons = {
    stop: 'end_turn',
    length: 'max_tokens',
    tool_calls: 'tool_use',
    pause: 'pause_turn',
    error: 'end_turn',
  }
  const isRefusal = refusal !== null || reason === 'refusal' || reason === 'content_filter'
  return {
    stop_reason: isRefusal ? 'refusal' : stopSequence === null ? reasons[reason] : 'stop_sequence',
    stop_sequence: isRefusal ? null : stopSequence,
    stop_details: isRefusal ? { type: 'refusal', category: null, explanation: refusal } : null,
  }
}

function counts({ inputTokens, outputTokens, cachedTokens, cacheWriteTokens, reasoningTokens }: Usage): JsonObject {
  return {
    input_tokens: inputTokens - (cachedTokens ?? 0) - (cacheWriteTokens ?? 0),
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedTokens,
    output_tokens: outputTokens,
    output_tokens_details: reasoningTokens === null ? null : { thinking_tokens: reasoningTokens },
  }
}

interface Told {
  readonly key: string
  readonly start: JsonObject
  readonly deltas: JsonObject[]
}

/** Blocks come one at a time, whatever order their pieces are told in. */
function frames(events: readonly ChatEvent[]): readonly JsonObject[] {
  const blocks: Told[] = []
  const found: JsonObject[] = []
  let usage: Usage | null = null
  let finish: Finish = { reason: 'stop', stopSequence: null }
  let refusal: string | null = null
  const tell = (key: string, start: JsonObject, delta: JsonObject): void => {
    if (blocks.at(-1)?.key !== key) blocks.push({ key, start, deltas: [] })
    blocks.at(-1)?.deltas.push(delta)
  }
  for (const event of events) {
    if ('choice' in event && event.choice !== 0) continue
    if (event.kind === 'start') found.push(...begin(event.id, event.model))
    else if (event.kind === 'text' && event.text !== '') {
      tell('text', { type: 'text', text: '' }, { type: 'text_delta', text: event.text })
    } else if (event.kind === 'reasoning') {
      tell('thinking', THOUGHT, { type: 'thinking_delta', thinking: event.text })
    } else if (event.kind === 'signature') {
      tell('thinking', THOUGHT, { type: 'signature_delta', signature: event.signature })
      blocks.push({ key: 'end of thought', start: {}, deltas: [] })
    } else if (event.kind === 'redacted_reasoning') {
      blocks.push({ key: 'redacted', start: { type: 'redacted_thinking', data: event.data }, deltas: [] })
    } else if (event.kind === 'tool_call') {
      const start = { type: 'tool_use', id: event.id, name: event.name, input: {}, caller: DIRECT }
      blocks.push({ key: `${event.index}`, start, deltas: [{ type: 'input_json_delta', partial_json: '' }] })
    } else if (event.kind === 'arguments') {
      const call = blocks.find(({ key }) => key === `${event.index}`)
      call?.deltas.push({ type: 'input_json_delta', partial_json: event.json })
    } else if (event.kind === 'refusal') refusal = (refusal ?? '') + event.text
    else if (event.kind === 'usage') usage = event.usage
    else if (event.kind === 'finish') finish = event.finish
    else if (event.kind === 'failure') {
      const { type, message } = event.failure
      return [...found, ...written(blocks), { type: 'error', error: { type, message } }]
    }
  }
  const end = { type: 'message_delta', delta: stop(finish, refusal), usage: usage === null ? null : counts(usage) }
  return [...found, ...written(blocks), end, { type: 'message_stop' }]
}

const THOUGHT = { type: 'thinking', thinking: '', signature: '' }

function begin(id: string | null, model: string | null): readonly JsonObject[] {
  const head = { id, type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null }
  return [{ type: 'message_start', message: head }, { type: 'ping' }]
}

function written(blocks: readonly Told[]): readonly JsonObject[] {
  return blocks
    .filter(({ start }) => 'type' in start)
    .flatMap(({ start, deltas }, index) => [
      { type: 'content_block_start', index, content_block: start },
      ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ])
}

function bytesOf(event: JsonObject): Uint8Array {
  return new TextEncoder().encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
}
