// What embeddings share, whatever their dialect: inputs that must be texts, and vectors as numbers.

import { GatewayError } from '../../problem.ts'
import type { EmbeddingsRequest } from '../embeddings.ts'
import { listOf, numberOf } from '../loose.ts'
import { Unreadable } from '../unreadable.ts'

/** Throws a GatewayError (`invalidRequest`) for token numbers: they are another provider's. */
export function textsOf(inputs: EmbeddingsRequest['inputs']): readonly string[] {
  return inputs.map((input) => {
    if (typeof input === 'string') return input
    throw new GatewayError(
      'invalidRequest',
      'This provider embeds texts, and `input` has lists of token numbers: send the texts.',
    )
  })
}

/** Throws an Unreadable where one is missing or empty. */
export function vectorsOf(values: readonly unknown[]): readonly (readonly number[])[] {
  const vectors = values.map((value) => listOf(value).map((number) => numberOf(number) ?? 0))
  if (vectors.length > 0 && vectors.every(({ length }) => length > 0)) return vectors
  throw new Unreadable('it has no vectors')
}
