// Embeddings by `models/{model}:batchEmbedContents` of the Gemini API: a request for each text, vectors in the same order.

import { GatewayError } from '../../problem.ts'
import type { EmbeddingsUpstream } from '../dialect.ts'
import { Unreadable } from '../unreadable.ts'
import { failure } from './failure.ts'
import { listOf, numberOf, objectOf } from '../loose.ts'

/** Source: ai.google.dev/api/embeddings. Texts only: token numbers are another provider's, and are refused with `invalidRequest`. */
export const gemini: EmbeddingsUpstream = {
  write({ model, inputs, dimensions, user, extras }, loss) {
    if (user !== null) loss.drop('user')
    for (const name of Object.keys(extras)) loss.drop(name)
    const name = model.startsWith('models/') ? model : `models/${model}`
    const size = dimensions === null ? {} : { outputDimensionality: dimensions }
    const requests = inputs.map((text) => {
      if (typeof text === 'string') return { model: name, content: { parts: [{ text }] }, ...size }
      throw new GatewayError(
        'invalidRequest',
        'This provider embeds texts, and `input` has lists of token numbers, which only the tokenizer that made them can read: send the texts.',
      )
    })
    return { requests }
  },
  read(value) {
    const { embeddings, usageMetadata } = objectOf(value)
    const vectors = listOf(embeddings).map((embedding) =>
      listOf(objectOf(embedding).values).map((number) => numberOf(number) ?? 0),
    )
    if (vectors.length === 0) throw new Unreadable('it has no `embeddings`')
    if (vectors.some(({ length }) => length === 0)) throw new Unreadable('one of its `embeddings` has no `values`')
    return { model: null, vectors, inputTokens: numberOf(objectOf(usageMetadata).promptTokenCount) }
  },
  failure,
}
