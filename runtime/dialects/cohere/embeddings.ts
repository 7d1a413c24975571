// Embeddings at Cohere: texts in, vectors out. Source: https://docs.cohere.com/reference/embed

import { unsaid } from '../common/unsaid.ts'
import { textsOf, vectorsOf } from '../common/vectors.ts'
import type { EmbeddingsUpstream } from '../dialect.ts'
import { listOf, objectOf, stated } from '../loose.ts'
import { failureOf } from './failure.ts'
import { usageOf } from './usage.ts'

/** Cohere must be told what the texts are for; who asks for embeddings without a word about it mostly stores them. */
const INPUT_TYPE = 'search_document'

/** The `cohere` dialect's `/v2/embed`. Lists of tokens are refused (`invalidRequest`): they are another model's. */
export const cohere: EmbeddingsUpstream = {
  write({ model, inputs, dimensions, user, extras }, loss) {
    // Cohere's own fields, which callers put beside OpenAI's.
    const { input_type, truncate, max_tokens, ...others } = extras
    unsaid({ user, ...others }, loss)
    return {
      model,
      texts: textsOf(inputs),
      input_type: input_type ?? INPUT_TYPE,
      embedding_types: ['float'],
      ...stated({ truncate, max_tokens, output_dimension: dimensions }),
    }
  },
  read(body) {
    const { embeddings, meta } = objectOf(body)
    return {
      model: null,
      vectors: vectorsOf(listOf(objectOf(embeddings).float)),
      inputTokens: usageOf(meta)?.inputTokens ?? null,
    }
  },
  failure: failureOf,
}
