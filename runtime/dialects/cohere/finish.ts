// What ends an answer of Cohere's: why it stopped, what it cost, and how probable its tokens were.

import type { Finish, JsonObject, Usage } from '../chat.ts'
import { isObject, listOf, numberOf, objectOf, rowOf, textOf } from '../loose.ts'

/** Source: https://docs.cohere.com/reference/chat, `finish_reason`. */
const REASONS: { readonly [reason: string]: Finish['reason'] } = {
  COMPLETE: 'stop',
  STOP_SEQUENCE: 'stop',
  MAX_TOKENS: 'length',
  TOOL_CALL: 'tool_calls',
  ERROR: 'error',
  ERROR_TOXIC: 'content_filter',
  TIMEOUT: 'error',
}

/** Cohere does not tell which stop sequence it was. */
export function finishOf(reason: unknown, calls: number): Finish {
  return { reason: rowOf(REASONS, reason) ?? (calls > 0 ? 'tool_calls' : 'stop'), stopSequence: null }
}

/** `tokens` are all that the model took and gave; `billed_units`, without Cohere's own parts of the prompt, only where there are none. */
export function usageOf(usage: unknown): Usage | null {
  const { tokens, billed_units, cached_tokens } = objectOf(usage)
  const counts = tokens ?? billed_units
  if (!isObject(counts)) return null
  return {
    inputTokens: numberOf(counts.input_tokens) ?? 0,
    outputTokens: numberOf(counts.output_tokens) ?? 0,
    cachedTokens: numberOf(cached_tokens),
    cacheWriteTokens: null,
    reasoningTokens: null,
  }
}

/** Cohere's come by pieces of text, each of one or more tokens: a piece is told as one token, as probable as all of its own together. */
export function logprobsOf(items: readonly unknown[]): JsonObject | null {
  const content = items.map(objectOf).flatMap(({ text, logprobs }) => {
    const token = textOf(text)
    if (token === null || !Array.isArray(logprobs)) return []
    const logprob = listOf(logprobs).reduce<number>((sum, one) => sum + (numberOf(one) ?? 0), 0)
    return [{ token, logprob, bytes: [...new TextEncoder().encode(token)], top_logprobs: [] }]
  })
  return content.length === 0 ? null : { content, refusal: null }
}
