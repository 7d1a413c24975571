// What a message of Anthropic's used, whole or as its stream tells: what goes in at its start, what came out at its end.
// Source: Anthropic's API reference, "Messages", "Streaming messages", "Prompt caching", and the types of @anthropic-ai/sdk.

import type { TokenUsage, UsageDialect } from '../../logs/token-usage.ts'
import type { JsonObject, Usage } from '../chat.ts'
import { countOf, firstCount, together, tokenUsage } from '../common/tokens.ts'
import { isObject, objectOf, objectsIn, stated } from '../loose.ts'

/** `input_tokens` leaves out what was read from the cache or written to it; the neutral count has both in it. */
export function usageOf(usage: JsonObject): Usage {
  const cachedTokens = countOf(usage.cache_read_input_tokens)
  const cacheWriteTokens = countOf(usage.cache_creation_input_tokens)
  return {
    inputTokens: (countOf(usage.input_tokens) ?? 0) + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: countOf(usage.output_tokens) ?? 0,
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens: countOf(objectOf(usage.output_tokens_details).thinking_tokens),
  }
}

/** Counts are of the whole message each time; what an event leaves out of the prompt's is as it was. */
function tokensOf(said: JsonObject, before: TokenUsage | null): TokenUsage | null {
  if (firstCount(said.input_tokens, said.output_tokens) === null) return null
  const hour = writtenFor(said, '1h')
  const counts = {
    cache_read_input_tokens: before?.cachedTokens,
    cache_creation_input_tokens: before?.cacheWriteTokens ?? together(writtenFor(said, '5m'), hour),
    ...stated(said),
    ...sums(said),
  }
  const webSearches = countOf(objectOf(said.server_tool_use).web_search_requests)
  return tokenUsage(usageOf(counts), { cacheWriteHourTokens: hour, webSearches }, before)
}

function writtenFor({ cache_creation }: JsonObject, time: '5m' | '1h'): number | null {
  return countOf(objectOf(cache_creation)[`ephemeral_${time}_input_tokens`])
}

const SUMMED = ['input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens']

/** With what it took to summarize a conversation that grew too long, which the message's own counts leave out; nothing where it did not. */
function sums(said: JsonObject): JsonObject {
  const summaries = objectsIn(said.iterations).filter(({ type }) => type === 'compaction')
  const all = summaries.length === 0 ? [] : [said, ...summaries]
  return stated(Object.fromEntries(SUMMED.map((name) => [name, together(...all.map((one) => countOf(one[name])))])))
}

/** The type tells it from OpenAI's, whose `usage` counts otherwise. */
export const usage: UsageDialect = {
  words: /"usage"\s*:\s*\{/,
  read: ({ type, message, usage }, before) => {
    const said = type === 'message_start' ? objectOf(message).usage : usage
    const isOwn = type === 'message' || type === 'message_start' || type === 'message_delta'
    return isOwn && isObject(said) ? tokensOf(said, before) : null
  },
}
