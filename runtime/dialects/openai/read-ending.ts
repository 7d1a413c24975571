// `finish_reason` and `usage` as OpenAI-shaped servers write them in, the neutral ones out. Source: OpenAI's API reference, and those of
// DeepSeek, Mistral, Moonshot, Together, vLLM and xAI for what differs.

import type { Finish, JsonObject, Usage } from '../chat.ts'
import { filled, numberOf, objectOf } from '../loose.ts'

const REASONS: readonly (readonly [said: RegExp, reason: Finish['reason']])[] = [
  [/length|max_tokens/, 'length'],
  [/tool|function/, 'tool_calls'],
  [/content_filter/, 'content_filter'],
  [/refusal/, 'refusal'],
  [/error|abort|insufficient/, 'error'],
]

/** What is not known is a stop: `eos`, `end_turn`, an empty text. An answer with calls that stops wants them made, whatever its server says. */
export function readFinish({ finish_reason, stop_reason }: JsonObject, hasCalls: boolean): Finish {
  const [, reason] = REASONS.find(([said]) => said.test(`${finish_reason}`)) ?? []
  return { reason: reason ?? (hasCalls ? 'tool_calls' : 'stop'), stopSequence: filled(stop_reason) }
}

/** `null` for none, or for one that counts nothing. */
export function readUsage(value: unknown): Usage | null {
  const usage = objectOf(value)
  const first = (...counts: readonly unknown[]): number | null =>
    counts.map(numberOf).find((count) => count !== null) ?? null
  const prompt = first(usage.prompt_tokens, usage.input_tokens)
  const completion = first(usage.completion_tokens, usage.output_tokens)
  if (prompt === null && completion === null) return null
  const details = objectOf(usage.prompt_tokens_details)
  const reasoningTokens = first(objectOf(usage.completion_tokens_details).reasoning_tokens, usage.reasoning_tokens)
  const [inputTokens, answered] = [prompt ?? 0, completion ?? 0]
  const withThoughts = answered + (reasoningTokens ?? 0)
  return {
    inputTokens,
    // xAI counts thoughts beside the answer; its total tells.
    outputTokens: numberOf(usage.total_tokens) === inputTokens + withThoughts ? withThoughts : answered,
    cachedTokens: first(details.cached_tokens, usage.prompt_cache_hit_tokens, usage.cached_tokens),
    cacheWriteTokens: first(details.cache_write_tokens, details.cache_creation_tokens),
    reasoningTokens,
  }
}
