// Embeddings by `run/{model}` of Workers AI: texts in, `{shape, data}` out, bare or in the REST API's envelope.

import { GatewayError } from '../../problem.ts'
import type { EmbeddingsUpstream } from '../dialect.ts'
import { numberOf, objectOf } from '../openai/fields.ts'
import { Unreadable } from '../unreadable.ts'
import { readFailure } from './failure.ts'
import { unwrapped } from './restate.ts'

/** A field of the models' own: `cls` or `mean`. */
const OWN = 'pooling'

/** Source: developers.cloudflare.com/workers-ai, "Text Embeddings". Lists of token numbers are refused with `invalidRequest`. */
export const workersAi: EmbeddingsUpstream = {
  write({ inputs, dimensions, user, extras }, loss) {
    if (dimensions !== null) loss.drop('dimensions')
    if (user !== null) loss.drop('user')
    for (const name of Object.keys(extras)) if (name !== OWN) loss.drop(name)
    const pooling = extras[OWN]
    return { text: inputs.map(textIn), ...(pooling == null ? {} : { pooling }) }
  },
  read(body) {
    const { data, usage } = objectOf(unwrapped(body)) ?? {}
    if (!Array.isArray(data) || !data.every(Array.isArray)) throw new Unreadable('it has no `data` with vectors')
    return {
      model: null,
      vectors: data.map((vector) => vector.map((value: unknown) => numberOf(value) ?? 0)),
      inputTokens: numberOf(objectOf(usage)?.prompt_tokens),
    }
  },
  failure: readFailure,
}

function textIn(input: string | readonly number[]): string {
  if (typeof input === 'string') return input
  throw new GatewayError(
    'invalidRequest',
    "Workers AI embeds texts, and 'input' has lists of token numbers, which only another provider can read: send the texts.",
  )
}
