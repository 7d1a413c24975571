// `finish_reason` and `usage` as OpenAI-shaped servers write them in, the neutral ones out. Source: OpenAI's API reference, and those of
// DeepSeek, Mistral, Moonshot, Together, vLLM and xAI for what differs.

import type { Finish, JsonObject, Usage } from '../chat.ts'
import { numberOf, objectOf, textOf } from './fields.ts'

const REASONS: ReadonlyMap<string, Finish['reason']> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['tool_calls', 'tool_calls'],
  ['tool_use', 'tool_calls'],
  ['function_call', 'tool_calls'],
  ['content_filter', 'content_filter'],
  ['refusal', 'refusal'],
  ['error', 'error'],
  ['abort', 'error'],
  ['insufficient_system_resource', 'error'],
])

/** What is not known is a stop: `eos`, `end_turn`, an empty text. An answer with calls that stops wants them made, whatever its server says. */
export function readFinish({ finish_reason, stop_reason }: JsonObject, hasCalls: boolean): Finish {
  const reason = REASONS.get(`${finish_reason}`.toLowerCase()) ?? 'stop'
  return { reason: reason === 'stop' && hasCalls ? 'tool_calls' : reason, stopSequence: textOf(stop_reason) }
}

/** `null` for none, or for one that counts nothing. */
export function readUsage(value: unknown): Usage | null {
  const usage = objectOf(value)
  const prompt = numberOf(usage?.prompt_tokens) ?? numberOf(usage?.input_tokens)
  const completion = numberOf(usage?.completion_tokens) ?? numberOf(usage?.output_tokens)
  if (usage === null || (prompt === null && completion === null)) return null
  const promptDetails = objectOf(usage.prompt_tokens_details) ?? {}
  const reasoningTokens =
    numberOf(objectOf(usage.completion_tokens_details)?.reasoning_tokens) ?? numberOf(usage.reasoning_tokens)
  const [inputTokens, answered] = [prompt ?? 0, completion ?? 0]
  // xAI counts thoughts beside the answer; its total tells.
  const isBeside = reasoningTokens !== null && numberOf(usage.total_tokens) === inputTokens + answered + reasoningTokens
  return {
    inputTokens,
    outputTokens: isBeside ? answered + reasoningTokens : answered,
    cachedTokens:
      numberOf(promptDetails.cached_tokens) ?? numberOf(usage.prompt_cache_hit_tokens) ?? numberOf(usage.cached_tokens),
    cacheWriteTokens: numberOf(promptDetails.cache_write_tokens) ?? numberOf(promptDetails.cache_creation_tokens),
    reasoningTokens,
  }
}
