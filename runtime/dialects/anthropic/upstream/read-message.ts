// A message of Anthropic's in, the neutral answer out. Blocks of tools that the provider itself ran are passed over.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk.

import type { AssistantPart, ChatResponse, Finish, JsonObject, Usage } from '../../chat.ts'
import { Unreadable } from '../../unreadable.ts'
import { isObject } from '../input.ts'

/** `answerTool`: the tool whose arguments are the answer's text. Throws an Unreadable for what has no content at all. */
export function readMessage(body: unknown, answerTool: string | null): ChatResponse {
  if (!isObject(body) || !Array.isArray(body.content)) throw new Unreadable('the message has no "content"')
  const blocks = body.content.filter(isObject)
  const isAnswered = blocks.some((block) => isAnswer(block, answerTool))
  // Where the tool gives the answer, words around it are none.
  const content = blocks
    .filter(({ type }) => !isAnswered || type !== 'text')
    .flatMap((block) => partsOf(block, answerTool))
  const finish = finishOf(
    body,
    content.some(({ kind }) => kind === 'tool_call'),
  )
  const refusal = refusalOf(body)
  if (refusal !== null) content.push({ kind: 'refusal', text: refusal })
  return {
    id: textOf(body.id),
    model: textOf(body.model),
    createdSeconds: null,
    choices: [{ index: 0, content, finish, logprobs: null }],
    usage: isObject(body.usage) ? usageOf(body.usage) : null,
  }
}

/** Whether this block is the call whose arguments are the answer. */
export function isAnswer({ type, name }: JsonObject, answerTool: string | null): boolean {
  return type === 'tool_use' && answerTool !== null && name === answerTool
}

function partsOf(block: JsonObject, answerTool: string | null): readonly AssistantPart[] {
  switch (block.type) {
    case 'text':
      return block.text ? [{ kind: 'text', text: String(block.text), cacheControl: null }] : []
    case 'thinking':
      return [{ kind: 'reasoning', text: textOf(block.thinking) ?? '', signature: textOf(block.signature) }]
    case 'redacted_thinking':
      return [{ kind: 'redacted_reasoning', data: textOf(block.data) ?? '' }]
    case 'tool_use': {
      const text = JSON.stringify(block.input ?? {})
      if (isAnswer(block, answerTool)) return [{ kind: 'text', text, cacheControl: null }]
      const [id, name] = [textOf(block.id) ?? '', textOf(block.name) ?? '']
      return [{ kind: 'tool_call', id, name, arguments: text, signature: null, cacheControl: null }]
    }
    default:
      return []
  }
}

const REASONS: ReadonlyMap<unknown, Finish['reason']> = new Map([
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'refusal'],
  ['pause_turn', 'pause'],
])

/** From a message, or from the delta that ends one. Whether tools are to be called is told by the calls that there are. */
export function finishOf({ stop_reason, stop_sequence }: JsonObject, hasCalls: boolean): Finish {
  return {
    reason: REASONS.get(stop_reason) ?? (hasCalls ? 'tool_calls' : 'stop'),
    stopSequence: stop_reason === 'stop_sequence' ? textOf(stop_sequence) : null,
  }
}

/** Why the provider would not answer, where it says so. */
export function refusalOf({ stop_reason, stop_details }: JsonObject): string | null {
  return stop_reason === 'refusal' && isObject(stop_details) ? textOf(stop_details.explanation) : null
}

/** `input_tokens` leaves out what was read from the cache or written to it; the neutral count has both in it. */
export function usageOf(usage: JsonObject): Usage {
  const cachedTokens = countOf(usage.cache_read_input_tokens)
  const cacheWriteTokens = countOf(usage.cache_creation_input_tokens)
  const details = isObject(usage.output_tokens_details) ? usage.output_tokens_details : {}
  return {
    inputTokens: (countOf(usage.input_tokens) ?? 0) + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: countOf(usage.output_tokens) ?? 0,
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens: countOf(details.thinking_tokens),
  }
}

/** A text that says something, or `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
