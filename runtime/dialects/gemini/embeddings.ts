// Embeddings by `models/{model}:batchEmbedContents` of the Gemini API: a request for each text, vectors in the same order.

import { unsaid } from '../common/unsaid.ts'
import { textsOf, vectorsOf } from '../common/vectors.ts'
import type { EmbeddingsUpstream } from '../dialect.ts'
import { listOf, numberOf, objectOf, stated } from '../loose.ts'
import { failure } from './failure.ts'

/** Source: ai.google.dev/api/embeddings. Texts only: token numbers are another provider's, and are refused with `invalidRequest`. */
export const gemini: EmbeddingsUpstream = {
  write({ model, inputs, dimensions, user, extras }, loss) {
    unsaid({ user, ...extras }, loss)
    const same = { model: model.replace(/^(?:models\/)?/, 'models/'), ...stated({ outputDimensionality: dimensions }) }
    return { requests: textsOf(inputs).map((text) => ({ ...same, content: { parts: [{ text }] } })) }
  },
  read(value) {
    const { embeddings, usageMetadata } = objectOf(value)
    return {
      model: null,
      vectors: vectorsOf(listOf(embeddings).map((embedding) => objectOf(embedding).values)),
      inputTokens: numberOf(objectOf(usageMetadata).promptTokenCount),
    }
  },
  failure,
}
