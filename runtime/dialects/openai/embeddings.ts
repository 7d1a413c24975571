// The openai dialect's embeddings as an application speaks them: a request is read, a list of vectors is written. Source: OpenAI's API
// reference, "Create embeddings".

import type { JsonObject } from '../chat.ts'
import { base64Of } from '../common/base64.ts'
import type { EmbeddingsRequest, EmbeddingsResponse } from '../embeddings.ts'
import { fieldsOf, wrong } from './wanted.ts'

/** Throws a GatewayError that names the field. */
export function readEmbeddings(body: JsonObject): EmbeddingsRequest {
  const { take, need, left } = fieldsOf(body)
  const encoding = take('encoding_format', 'string') ?? 'float'
  if (encoding !== 'float' && encoding !== 'base64') throw wrong('encoding_format', 'float or base64')
  return {
    model: need('model', 'string'),
    inputs: readInputs(take('input', 'any')),
    dimensions: take('dimensions', 'number'),
    encoding,
    user: take('user', 'string'),
    extras: left(),
  }
}

/** The list that was asked for, of numbers or of little-endian 32-bit floats in base64. What nobody counted is 0 tokens. */
export function writeEmbeddings(response: EmbeddingsResponse, { encoding, model }: EmbeddingsRequest): JsonObject {
  const tokens = response.inputTokens ?? 0
  return {
    object: 'list',
    data: response.vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: encoding === 'base64' ? base64Of(vector) : vector,
    })),
    model: response.model ?? model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

/** One text or one list of token numbers is one input. */
function readInputs(input: unknown): EmbeddingsRequest['inputs'] {
  const inputs = isInput(input) ? [input] : input
  if (Array.isArray(inputs) && inputs.length > 0 && inputs.every(isInput)) return inputs
  throw wrong('input', 'a text, a list of texts, or token numbers')
}

function isInput(value: unknown): value is string | readonly number[] {
  if (!Array.isArray(value)) return typeof value === 'string'
  return value.length > 0 && value.every((token) => typeof token === 'number')
}
