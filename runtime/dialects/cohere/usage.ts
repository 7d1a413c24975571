// What an answer of Cohere's used: of both versions of its API, whole, in the event that ends a stream, and of embeddings.
// Source: https://docs.cohere.com/reference/chat, chat-v1, embed; the types of cohere-ai.

import type { UsageDialect } from '../../logs/token-usage.ts'
import type { JsonObject, Usage } from '../chat.ts'
import { countOf, firstCount, tokenUsage } from '../common/tokens.ts'
import { isObject, objectOf } from '../loose.ts'

/** `tokens` are all that the model took and gave; `billed_units`, without Cohere's own parts of the prompt, only where there are none. */
export function usageOf(usage: unknown): Usage | null {
  const { tokens, billed_units } = objectOf(usage)
  const counts = tokens ?? billed_units
  return isObject(counts) ? usageIn(objectOf(usage), counts) : null
}

function usageIn({ cached_tokens }: JsonObject, { input_tokens, output_tokens }: JsonObject): Usage {
  return {
    inputTokens: countOf(input_tokens) ?? 0,
    outputTokens: countOf(output_tokens) ?? 0,
    cachedTokens: countOf(cached_tokens),
    cacheWriteTokens: null,
    reasoningTokens: null,
  }
}

/**
 * What is charged: `billed_units`, which leave out what Cohere itself puts around a prompt. A search that is billed by the piece has no
 * tokens. Source: https://docs.cohere.com/docs/how-does-cohere-pricing-work
 */
export const usage: UsageDialect = {
  words: /"(?:billed_units|tokens)"\s*:\s*\{/,
  read: ({ usage, delta, meta, response }, before) => {
    const said = [usage, objectOf(delta).usage, meta, objectOf(response).meta].find(isObject)
    const { billed_units, tokens } = objectOf(said)
    const counts = [billed_units, tokens].map(objectOf).find(isCounted)
    if (said === undefined || counts === undefined) return null
    const images = countOf(counts.image_tokens)
    const counted = usageIn(said, counts)
    const inputTokens = counted.inputTokens + (images ?? 0)
    return tokenUsage({ ...counted, inputTokens }, { inputImageTokens: images }, before)
  },
}

function isCounted({ input_tokens, output_tokens, image_tokens }: JsonObject): boolean {
  return firstCount(input_tokens, output_tokens, image_tokens) !== null
}
