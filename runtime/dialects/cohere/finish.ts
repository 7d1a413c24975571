// What ends an answer of Cohere's: why it stopped, what it cost, and how probable its tokens were.

import type { Finish, JsonObject, Usage } from '../chat.ts'

/** Source: https://docs.cohere.com/reference/chat, `finish_reason`. */
const REASONS: ReadonlyMap<unknown, Finish['reason']> = new Map([
  ['COMPLETE', 'stop'],
  ['STOP_SEQUENCE', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['TOOL_CALL', 'tool_calls'],
  ['ERROR', 'error'],
  ['ERROR_TOXIC', 'content_filter'],
  ['TIMEOUT', 'error'],
])

/** Cohere does not tell which stop sequence it was. */
export function finishOf(reason: unknown, calls: number): Finish {
  return { reason: REASONS.get(reason) ?? (calls > 0 ? 'tool_calls' : 'stop'), stopSequence: null }
}

interface Counts {
  readonly input_tokens?: unknown
  readonly output_tokens?: unknown
}

/** `usage` of a chat. */
export interface CohereUsage {
  readonly tokens?: Counts | null
  readonly billed_units?: Counts | null
  readonly cached_tokens?: unknown
}

/** `tokens` are all that the model took and gave; `billed_units`, without Cohere's own parts of the prompt, only where there are none. */
export function usageOf(usage: CohereUsage | null | undefined): Usage | null {
  const counts = usage?.tokens ?? usage?.billed_units
  if (counts === null || counts === undefined) return null
  return {
    inputTokens: count(counts.input_tokens) ?? 0,
    outputTokens: count(counts.output_tokens) ?? 0,
    cachedTokens: count(usage?.cached_tokens),
    cacheWriteTokens: null,
    reasoningTokens: null,
  }
}

/** The number that it is, or `null`. */
export function count(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

interface LogprobItem {
  readonly text?: unknown
  readonly logprobs?: unknown
}

/** Cohere's come by pieces of text, each of one or more tokens: a piece is told as one token, as probable as all of its own together. */
export function logprobsOf(items: unknown): JsonObject | null {
  if (!Array.isArray(items)) return null
  const content = (items as (LogprobItem | null)[]).flatMap((item) => {
    const { text, logprobs } = item ?? {}
    if (typeof text !== 'string' || !Array.isArray(logprobs)) return []
    const logprob = (logprobs as unknown[]).reduce((sum: number, one) => sum + (count(one) ?? 0), 0)
    return [{ token: text, logprob, bytes: [...new TextEncoder().encode(text)], top_logprobs: [] }]
  })
  return content.length === 0 ? null : { content, refusal: null }
}
