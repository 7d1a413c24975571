// Embeddings by `run/{model}` of Workers AI: texts in, `{shape, data}` out, bare or in the REST API's envelope.

import { unsaid } from '../common/unsaid.ts'
import { textsOf, vectorsOf } from '../common/vectors.ts'
import type { EmbeddingsUpstream } from '../dialect.ts'
import { listOf, numberOf, objectOf, present } from '../loose.ts'
import { readFailure } from './failure.ts'
import { unwrapped } from './restate.ts'

/** Source: developers.cloudflare.com/workers-ai, "Text Embeddings". `pooling` is the models' own: `cls` or `mean`. */
export const workersAi: EmbeddingsUpstream = {
  write({ inputs, dimensions, user, extras: { pooling, ...others } }, loss) {
    unsaid({ dimensions, user, ...others }, loss)
    return present({ text: textsOf(inputs), pooling })
  },
  read(body) {
    const { data, usage } = objectOf(unwrapped(body))
    return { model: null, vectors: vectorsOf(listOf(data)), inputTokens: numberOf(objectOf(usage).prompt_tokens) }
  },
  failure: readFailure,
}
