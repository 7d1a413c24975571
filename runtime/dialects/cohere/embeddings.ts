// Embeddings at Cohere: texts in, vectors out. Source: https://docs.cohere.com/reference/embed

import { GatewayError } from '../../problem.ts'
import type { EmbeddingsUpstream } from '../dialect.ts'
import { Unreadable } from '../unreadable.ts'
import { failureOf } from './failure.ts'
import { count } from './finish.ts'

/** Cohere must be told what the texts are for; who asks for embeddings without a word about it mostly stores them. */
const INPUT_TYPE = 'search_document'
/** Cohere's own fields, which callers put beside OpenAI's. */
const OWN = new Set(['input_type', 'truncate', 'max_tokens'])

interface Embedded {
  readonly embeddings?: { readonly float?: unknown } | null
  readonly meta?: { readonly tokens?: Counts | null; readonly billed_units?: Counts | null } | null
}

interface Counts {
  readonly input_tokens?: unknown
}

/** The `cohere` dialect's `/v2/embed`. Lists of tokens are refused (`invalidRequest`): they are another model's. */
export const cohere: EmbeddingsUpstream = {
  write({ model, inputs, dimensions, user, extras }, loss) {
    if (inputs.some((input) => typeof input !== 'string')) {
      throw new GatewayError(
        'invalidRequest',
        'This model takes texts, and `input` has lists of tokens. Send the texts.',
      )
    }
    if (user !== null) loss.drop('user')
    const stated = Object.entries(extras).filter(([, value]) => value !== null)
    for (const [name] of stated) if (!OWN.has(name)) loss.drop(name)
    return {
      model,
      texts: inputs,
      input_type: INPUT_TYPE,
      ...Object.fromEntries(stated.filter(([name]) => OWN.has(name))),
      embedding_types: ['float'],
      ...(dimensions === null ? {} : { output_dimension: dimensions }),
    }
  },
  read(body) {
    const { embeddings, meta } = (body ?? {}) as Embedded
    const vectors = embeddings?.float
    if (!Array.isArray(vectors) || !vectors.every(Array.isArray)) {
      throw new Unreadable('there are no vectors in its `embeddings.float`')
    }
    const inputTokens = count(meta?.tokens?.input_tokens) ?? count(meta?.billed_units?.input_tokens)
    return { model: null, vectors, inputTokens }
  },
  failure: failureOf,
}
