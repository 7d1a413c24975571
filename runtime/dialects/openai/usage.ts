// What an answer used, as OpenAI-shaped servers say it of chats, completions, embeddings, images, speech, transcripts and realtime
// sessions. Source: OpenAI's API reference and the types of its SDK; those of DeepSeek, Groq, Mistral, Moonshot, OpenRouter, Perplexity,
// Together, vLLM and xAI for what differs.

import type { TokenUsage, UsageDialect } from '../../logs/token-usage.ts'
import type { JsonObject, Usage } from '../chat.ts'
import { amountOf, firstCount, tokenUsage } from '../common/tokens.ts'
import { isObject, objectOf, objectsIn, textOf } from '../loose.ts'

/** `null` for none, or for one that counts nothing. A prompt has its cached tokens in it. */
export function usageOf(value: unknown): Usage | null {
  const usage = objectOf(value)
  const prompt = firstCount(usage.prompt_tokens, usage.input_tokens)
  const completion = firstCount(usage.completion_tokens, usage.output_tokens)
  if (prompt === null && completion === null) return null
  const asked = ofPrompt(usage)
  const reasoningTokens = firstCount(ofAnswer(usage).reasoning_tokens, usage.reasoning_tokens)
  const [inputTokens, answered, thoughts] = [prompt ?? 0, completion ?? 0, reasoningTokens ?? 0]
  // xAI counts thoughts beside the answer, and its total tells; Perplexity's total has them in neither, and they are more than the answer.
  const isBeside = thoughts > answered || firstCount(usage.total_tokens) === inputTokens + answered + thoughts
  return {
    inputTokens,
    outputTokens: isBeside ? answered + thoughts : answered,
    cachedTokens: firstCount(
      asked.cached_tokens,
      usage.prompt_cache_hit_tokens,
      usage.cached_tokens,
      usage.num_cached_tokens,
    ),
    cacheWriteTokens: firstCount(asked.cache_write_tokens, asked.cache_creation_tokens),
    reasoningTokens,
  }
}

const NO_TOKENS = { inputTokens: 0, outputTokens: 0, cachedTokens: null, cacheWriteTokens: null, reasoningTokens: null }

/** As {@link usageOf}, with what is priced apart. */
export function tokensOf(value: unknown, before: TokenUsage | null): TokenUsage | null {
  const said = objectOf(value)
  const statedCost = costOf(said)
  // An image may have a cost and no tokens.
  const usage = usageOf(said) ?? (statedCost === null ? null : NO_TOKENS)
  if (usage === null) return null
  const [asked, answered] = [ofPrompt(said), ofAnswer(said)]
  const cached = objectOf(asked.cached_tokens_details)
  const parts = {
    inputAudioTokens: firstCount(asked.audio_tokens),
    inputImageTokens: firstCount(asked.image_tokens),
    cachedAudioTokens: firstCount(cached.audio_tokens),
    cachedImageTokens: firstCount(cached.image_tokens),
    outputAudioTokens: firstCount(answered.audio_tokens),
    outputImageTokens: firstCount(answered.image_tokens),
    webSearches: firstCount(said.num_search_queries, objectOf(said.server_tool_use).web_search_requests),
    statedCost,
  }
  return tokenUsage(usage, parts, before)
}

/** Under each of the names that they have: one vendor's plural is another's singular. */
function ofPrompt(usage: JsonObject): JsonObject {
  const { prompt_tokens_details, prompt_token_details, input_tokens_details, input_token_details } = usage
  return objectOf(prompt_tokens_details ?? prompt_token_details ?? input_tokens_details ?? input_token_details)
}

function ofAnswer({ completion_tokens_details, output_tokens_details, output_token_details }: JsonObject): JsonObject {
  return objectOf(completion_tokens_details ?? output_tokens_details ?? output_token_details)
}

/** xAI counts in these. */
const TICKS_PER_DOLLAR = 1e10

/**
 * US dollars: OpenRouter's `cost`, to which a caller's own key at the vendor adds what the vendor takes; Perplexity's, which is an object;
 * xAI's. Source: openrouter.ai/docs, "Usage Accounting"; docs.perplexity.ai, "Chat Completions"; docs.x.ai, "Consumption and Rate Limits".
 */
function costOf({ cost, cost_details, is_byok, cost_in_usd_ticks }: JsonObject): number | null {
  const charged = amountOf(cost) ?? amountOf(objectOf(cost).total_cost)
  if (charged !== null && is_byok === true) {
    const vendors = amountOf(objectOf(cost_details).upstream_inference_cost)
    return vendors === null ? null : charged + vendors
  }
  const ticks = amountOf(cost_in_usd_ticks)
  return charged ?? (ticks === null ? null : ticks / TICKS_PER_DOLLAR)
}

/** Not the Responses API's, nor Anthropic's, which have `usage` too: the latter's input leaves the cached tokens out. */
function isAnothers({ object, type }: JsonObject): boolean {
  return object === 'response' || /^message/.test(textOf(type) ?? '')
}

/** Each chunk of a stream may have `"usage": null`. Groq's stands in `x_groq`, Moonshot's in the choice. */
export const usage: UsageDialect = {
  words: /"usage"\s*:\s*\{/,
  read: (said, before) => {
    const places = [said.usage, objectOf(said.x_groq).usage, objectsIn(said.choices)[0]?.usage]
    return isAnothers(said) ? null : tokensOf(places.find(isObject), before)
  },
}
