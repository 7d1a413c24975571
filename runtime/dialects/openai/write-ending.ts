// Why an answer ended and what it cost in, the fields of a choice and of `usage` out. Source: OpenAI's API reference, "finish_reason",
// "usage"; OpenRouter's for `native_finish_reason`, vLLM's for `stop_reason`.

import type { Finish, JsonObject, Usage } from '../chat.ts'
import { stated } from './fields.ts'

/** What OpenAI has no reason for. An answer that broke off is as incomplete as one that ran out of tokens: SDKs refuse to parse either. */
const REASONS: ReadonlyMap<Finish['reason'], string> = new Map([
  ['refusal', 'content_filter'],
  ['pause', 'stop'],
  ['error', 'length'],
])

/** What a choice has in it that tells its ending apart. */
export interface Ending {
  readonly hasCalls: boolean
  readonly hasRefusal: boolean
}

/** `finish_reason`, with the neutral one beside it where OpenAI has none, and the stop sequence that was met. */
export function finishFields({ reason, stopSequence }: Finish, { hasCalls, hasRefusal }: Ending): JsonObject {
  const mapped = REASONS.get(reason)
  // Clients go on with their tools by this reason; and a refusal of OpenAI's own ends like any answer.
  const plain = reason === 'stop' && hasCalls ? 'tool_calls' : reason === 'refusal' && hasRefusal ? 'stop' : reason
  return stated({
    finish_reason: plain === reason ? (mapped ?? reason) : plain,
    native_finish_reason: mapped === undefined ? null : reason,
    stop_reason: stopSequence,
  })
}

/** `usage`; details that nobody stated are left out. */
export function writeUsage(usage: Usage): JsonObject {
  const { inputTokens, outputTokens, cachedTokens, cacheWriteTokens, reasoningTokens } = usage
  const prompt = stated({ cached_tokens: cachedTokens, cache_write_tokens: cacheWriteTokens })
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(Object.keys(prompt).length === 0 ? {} : { prompt_tokens_details: prompt }),
    ...(reasoningTokens === null ? {} : { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
  }
}
