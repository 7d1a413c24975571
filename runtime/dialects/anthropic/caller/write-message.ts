// A neutral answer in, a message of Anthropic's out. It has one answer: the first.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk.

import type { AssistantPart, ChatRequest, ChatResponse, Finish, JsonObject, Usage } from '../../chat.ts'
import { inputOf } from '../input.ts'
import { hidden } from './call-signature.ts'

/** The whole message. What the model did not want to say is a text, and the details of a stop that says `refusal`. */
export function writeMessage({ id, model, choices, usage }: ChatResponse, request: ChatRequest): JsonObject {
  const { content, finish } = choices.find(({ index }) => index === 0) ?? choices[0] ?? NOTHING
  const refusals = content.filter((part) => part.kind === 'refusal').map(({ text }) => text)
  return {
    ...headOf(id, model ?? request.model),
    content: content.flatMap(blocksOf),
    ...stopOf(
      finish,
      refusals.length === 0 ? null : refusals.join(''),
      content.some(({ kind }) => kind === 'tool_call'),
    ),
    usage: usageIn(usage),
  }
}

const NOTHING: { readonly content: readonly AssistantPart[]; readonly finish: Finish } = {
  content: [],
  finish: { reason: 'stop', stopSequence: null },
}

/** What a message begins with. Its id is one of Anthropic's kind. */
export function headOf(id: string | null, model: string): JsonObject {
  const itsId = id?.startsWith('msg_') ? id : `msg_${id ?? '0'}`
  return { id: itsId, type: 'message', role: 'assistant', model }
}

const REASONS: { readonly [reason in Finish['reason']]: string } = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
  refusal: 'refusal',
  pause: 'pause_turn',
  // The API has no word for an answer that broke off; this one says that it is not whole.
  error: 'max_tokens',
}

/** Clients run tools when the reason says so, and some providers say `stop` over calls. */
export function stopOf({ reason, stopSequence }: Finish, refusal: string | null, hasCalls: boolean): JsonObject {
  const isPlain = reason === 'stop'
  const named = isPlain && stopSequence !== null ? 'stop_sequence' : isPlain && hasCalls ? 'tool_use' : REASONS[reason]
  const stopReason = isPlain && refusal !== null ? 'refusal' : named
  const isRefusal = stopReason === 'refusal'
  return {
    stop_reason: stopReason,
    stop_sequence: stopReason === 'stop_sequence' ? stopSequence : null,
    ...(isRefusal ? { stop_details: { type: 'refusal', category: null, explanation: refusal } } : {}),
  }
}

/** `input_tokens` leaves out what was read from the provider's cache or written to it. */
export function usageIn(usage: Usage | null): JsonObject {
  const { inputTokens = 0, outputTokens = 0, cachedTokens, cacheWriteTokens, reasoningTokens } = usage ?? {}
  const [read, written] = [cachedTokens ?? 0, cacheWriteTokens ?? 0]
  return {
    input_tokens: Math.max(0, inputTokens - read - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: outputTokens,
    ...(reasoningTokens == null ? {} : { output_tokens_details: { thinking_tokens: reasoningTokens } }),
  }
}

function blocksOf(part: AssistantPart): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return part.text === '' ? [] : [{ type: 'text', text: part.text, citations: null }]
    case 'reasoning':
      return [{ type: 'thinking', thinking: part.text, signature: part.signature ?? '' }]
    case 'redacted_reasoning':
      return [{ type: 'redacted_thinking', data: part.data }]
    case 'tool_call': {
      const call = { type: 'tool_use', id: part.id, name: part.name, input: inputOf(part.arguments) }
      return part.signature === null ? [call] : [{ type: 'redacted_thinking', data: hidden(part.signature) }, call]
    }
    default:
      return part satisfies never
  }
}
