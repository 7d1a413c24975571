// What an answer of Gemini's used: of generated content and each piece of its stream, of the Live API, of interactions, of embeddings.
// Source: Google's API references, `UsageMetadata`, `EmbedContentResponse`, and Vertex AI's text embeddings; the types of @google/genai.

import type { UsageDialect } from '../../logs/token-usage.ts'
import type { JsonObject, Usage } from '../chat.ts'
import { countOf, firstCount, together, tokenUsage } from '../common/tokens.ts'
import { isObject, objectOf, objectsIn, present, textOf } from '../loose.ts'

/**
 * `usageMetadata` as tokens. The prompt has its cached tokens in it, and not those that tools of Gemini's own put into it.
 * `candidatesTokenCount` leaves thoughts out; some models of Vertex AI have them in it, and then the total is that of prompt and
 * candidates alone.
 */
export function usageOf(metadata: JsonObject): Usage {
  const count = (name: string): number => countOf(metadata[`${name}TokenCount`]) ?? 0
  const inputTokens = count('prompt') + count('toolUsePrompt')
  const candidates = count('candidates')
  const thoughts = count('thoughts')
  const isWhole = candidates >= thoughts && count('total') === inputTokens + candidates
  return {
    inputTokens,
    outputTokens: isWhole ? candidates : candidates + thoughts,
    cachedTokens: countOf(metadata.cachedContentTokenCount),
    cacheWriteTokens: null,
    reasoningTokens: countOf(metadata.thoughtsTokenCount),
  }
}

const AUDIO = /^audio$/i
/** A page of a document is an image to the models. */
const IMAGE = /^(image|document)$/i

/** Each piece of a stream may say it, of the answer so far. */
export const usage: UsageDialect = {
  words: /(?:TokenCount|"total_(?:in|out)put_tokens)"\s*:/,
  read: (said, before) => {
    const metadata = metadataIn(said)
    const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = metadata
    if (firstCount(promptTokenCount, candidatesTokenCount, thoughtsTokenCount) === null) return null
    const detail = (group: string, modality: RegExp) => detailIn(metadata[`${group}TokensDetails`], modality)
    const parts = {
      inputAudioTokens: together(detail('prompt', AUDIO), detail('toolUsePrompt', AUDIO)),
      inputImageTokens: together(detail('prompt', IMAGE), detail('toolUsePrompt', IMAGE)),
      cachedAudioTokens: detail('cache', AUDIO),
      cachedImageTokens: detail('cache', IMAGE),
      outputAudioTokens: detail('candidates', AUDIO),
      outputImageTokens: detail('candidates', IMAGE),
    }
    // A piece that leaves out the thoughts has had them before it.
    return tokenUsage(usageOf({ thoughtsTokenCount: before?.reasoningTokens, ...metadata }), parts, before)
  },
}

/** Of a list, or of the sums by modality that a realtime session comes to. */
function detailIn(details: unknown, modality: RegExp): number | null {
  const entries = Array.isArray(details)
    ? details.map(objectOf).map((one) => [textOf(one.modality) ?? '', one.tokenCount ?? one.tokens] as const)
    : Object.entries(objectOf(details))
  return together(...entries.filter(([name]) => modality.test(name)).map(([, count]) => countOf(count)))
}

/** All that says it, as `usageMetadata` does. */
function metadataIn({ usageMetadata, interaction, usage, predictions }: JsonObject): JsonObject {
  if (!isObject(usageMetadata))
    return ofTexts(predictions) ?? ofInteraction(objectOf(objectOf(interaction).usage ?? usage))
  const { responseTokenCount, responseTokensDetails } = usageMetadata
  // The Live API's name for the candidates.
  const live = { candidatesTokenCount: responseTokenCount, candidatesTokensDetails: responseTokensDetails }
  return { ...present(live), ...usageMetadata }
}

/** Vertex AI's embeddings are counted text by text. */
function ofTexts(predictions: unknown): JsonObject | null {
  const texts = objectsIn(predictions).map(({ embeddings }) => objectOf(objectOf(embeddings).statistics))
  const promptTokenCount = together(...texts.map(({ token_count }) => countOf(token_count)))
  return promptTokenCount === null ? null : { promptTokenCount }
}

function ofInteraction(usage: JsonObject): JsonObject {
  return present({
    promptTokenCount: usage.total_input_tokens,
    promptTokensDetails: usage.input_tokens_by_modality,
    toolUsePromptTokenCount: usage.total_tool_use_tokens,
    toolUsePromptTokensDetails: usage.tool_use_tokens_by_modality,
    cachedContentTokenCount: usage.total_cached_tokens,
    cacheTokensDetails: usage.cached_tokens_by_modality,
    candidatesTokenCount: usage.total_output_tokens,
    candidatesTokensDetails: usage.output_tokens_by_modality,
    thoughtsTokenCount: usage.total_thought_tokens,
    totalTokenCount: usage.total_tokens,
  })
}
