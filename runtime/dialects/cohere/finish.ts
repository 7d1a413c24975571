// What ends an answer of Cohere's: why it stopped, and how probable its tokens were.

import type { Finish, JsonObject } from '../chat.ts'
import { listOf, numberOf, objectOf, rowOf, textOf } from '../loose.ts'

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
