// A neutral answer in, a message of Anthropic's out. It has one answer: the first.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk.

import type { AssistantPart, ChatRequest, ChatResponse, Finish, JsonObject, Usage } from '../../chat.ts'
import { blockOf } from '../blocks.ts'
import { hidden } from './call-signature.ts'

/** The end of an answer of which no end is known. */
export const STOP: Finish = { reason: 'stop', stopSequence: null }

/** The whole message. What the model did not want to say is a text, and the details of a stop that says `refusal`. */
export function writeMessage({ id, model, choices, usage }: ChatResponse, request: ChatRequest): JsonObject {
  const { content = [], finish = STOP } = choices[0] ?? {}
  const said = content.filter((part) => (part.kind !== 'text' && part.kind !== 'refusal') || part.text)
  const refusals = content.flatMap((part) => (part.kind === 'refusal' ? [part.text] : []))
  return {
    ...headOf(id, model ?? request.model),
    content: said.flatMap(blocksOf),
    ...stopOf(
      finish,
      refusals.length === 0 ? null : refusals.join(''),
      content.some(({ kind }) => kind === 'tool_call'),
    ),
    usage: usageIn(usage),
  }
}

/** What a message begins with. Its id is one of Anthropic's kind. */
export function headOf(id: string | null, model: string): JsonObject {
  return { id: id?.startsWith('msg_') ? id : `msg_${id ?? '0'}`, type: 'message', role: 'assistant', model }
}

/** Of those reasons that are not a refusal's. */
const REASONS: { readonly [reason: string]: string } = {
  length: 'max_tokens',
  tool_calls: 'tool_use',
  pause: 'pause_turn',
  // The API has no word for an answer that broke off; this one says that it is not whole.
  error: 'max_tokens',
}

/** Clients run tools when the reason says so, and some providers say `stop` over calls. */
export function stopOf({ reason, stopSequence }: Finish, refusal: string | null, hasCalls: boolean): JsonObject {
  const plain = stopSequence !== null ? 'stop_sequence' : hasCalls ? 'tool_use' : 'end_turn'
  const stop_reason = reason === 'stop' && refusal === null ? plain : (REASONS[reason] ?? 'refusal')
  return {
    stop_reason,
    stop_sequence: stop_reason === 'stop_sequence' ? stopSequence : null,
    ...(stop_reason === 'refusal' ? { stop_details: { type: 'refusal', category: null, explanation: refusal } } : {}),
  }
}

/** `input_tokens` leaves out what was read from the provider's cache or written to it. */
export function usageIn(usage: Usage | null): JsonObject {
  const { inputTokens = 0, outputTokens = 0, cachedTokens, cacheWriteTokens, reasoningTokens = null } = usage ?? {}
  const [read, written] = [cachedTokens ?? 0, cacheWriteTokens ?? 0]
  return {
    input_tokens: Math.max(0, inputTokens - read - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: outputTokens,
    ...(reasoningTokens === null ? {} : { output_tokens_details: { thinking_tokens: reasoningTokens } }),
  }
}

/** A block, and before a call with a signature one that hides it. */
export function blocksOf(part: AssistantPart): readonly JsonObject[] {
  const block = blockOf(part)
  if (part.kind !== 'tool_call' || part.signature === null) {
    return [block.type === 'text' ? { ...block, citations: null } : block]
  }
  return [blockOf({ kind: 'redacted_reasoning', data: hidden(part.signature) }), block]
}
