// Embeddings by a model's name. Source: OpenAI's API reference, "Embeddings"; the path is the gateway's.

import type { Told } from './meta.ts'
import type { Model, Names } from './names.ts'
import type { AskOptions } from './options.ts'
import { ask, type Place, told } from './place.ts'

/** What is asked. */
export interface EmbeddingsRequest<M extends string = string> {
  readonly model: M
  readonly input: string | readonly string[]
  readonly dimensions?: number | undefined
  readonly user?: string | undefined
}

/** The answer: a vector for each input. */
export interface Embeddings {
  readonly object: 'list'
  readonly model: string
  readonly data: readonly {
    readonly object: 'embedding'
    readonly index: number
    readonly embedding: readonly number[]
  }[]
  readonly usage?: { readonly prompt_tokens: number; readonly total_tokens: number } | undefined
}

/** Of a gateway with the unified endpoint. */
export interface Embeds<N extends Names> {
  /** Throws a GatewayError. */
  embed(
    request: EmbeddingsRequest<Model<N['routes'], N['open'], N['models']>>,
    options?: AskOptions<N>,
  ): Promise<Told<Embeddings, N>>
}

/** {@link Embeds} of one gateway. */
export function embedAt(place: Place): Embeds<Names>['embed'] {
  return async (request, { extraBody, ...options } = {}) =>
    (await told(await ask(place, '/compat/embeddings', { ...request, ...extraBody }, options), options.signal)) as Told<
      Embeddings,
      Names
    >
}
