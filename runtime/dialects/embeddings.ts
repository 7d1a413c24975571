// The neutral shape of embeddings: texts in, vectors out. Types only.

/** What is to be embedded. */
export interface EmbeddingsRequest {
  readonly model: string
  /** Texts, or lists of token numbers where the caller counted them itself. */
  readonly inputs: readonly (string | readonly number[])[]
  readonly dimensions: number | null
  /** How the caller wants the numbers. Providers are always asked for floats. */
  readonly encoding: 'float' | 'base64'
  /** Who asks, for the provider's abuse detection. */
  readonly user: string | null
  /** Top-level fields that this shape has no name for, as they were: they pass to the openai dialect and to no other. */
  readonly extras: { readonly [name: string]: unknown }
}

/** A vector for each input, in order. */
export interface EmbeddingsResponse {
  readonly model: string | null
  readonly vectors: readonly (readonly number[])[]
  /** `null`: the provider does not say. */
  readonly inputTokens: number | null
}
