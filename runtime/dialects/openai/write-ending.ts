// Why an answer ended and what it cost in, the fields of a choice and of `usage` out. Source: OpenAI's API reference, "finish_reason",
// "usage"; OpenRouter's for `native_finish_reason`, vLLM's for `stop_reason`.

import type { Finish, JsonObject, Usage } from '../chat.ts'
import { present } from '../loose.ts'

/** What OpenAI has no reason for. An answer that broke off is as incomplete as one that ran out of tokens: SDKs refuse to parse either. */
const REASONS: { readonly [reason in Finish['reason']]?: string } = {
  refusal: 'content_filter',
  pause: 'stop',
  error: 'length',
}

/** `finish_reason`, with the neutral one beside it where OpenAI has none, and the stop sequence that was met. `kinds`: of what was said. */
export function finishFields({ reason, stopSequence }: Finish, kinds: ReadonlySet<string>): JsonObject {
  // Clients go on with their tools by this reason; and a refusal of OpenAI's own ends like any answer.
  const isOwn = reason === 'refusal' && kinds.has('refusal')
  const plain = reason === 'stop' && kinds.has('tool_call') ? 'tool_calls' : isOwn ? 'stop' : reason
  const other = isOwn ? undefined : REASONS[reason]
  return present({
    finish_reason: other ?? plain,
    native_finish_reason: other && reason,
    stop_reason: stopSequence,
  })
}

/** `usage`; details that nobody stated are left out. */
export function writeUsage(usage: Usage): JsonObject {
  const { inputTokens, outputTokens, cachedTokens, cacheWriteTokens, reasoningTokens } = usage
  const details = present({ cached_tokens: cachedTokens, cache_write_tokens: cacheWriteTokens })
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(Object.keys(details).length === 0 ? {} : { prompt_tokens_details: details }),
    ...(reasoningTokens === null ? {} : { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
  }
}
