// The openai dialect's embeddings as an application speaks them: a request is read, a list of vectors is written. Source: OpenAI's API
// reference, "Create embeddings".

import type { JsonObject } from '../chat.ts'
import type { EmbeddingsRequest, EmbeddingsResponse } from '../embeddings.ts'
import { stated, textOf } from './fields.ts'
import { wantedNumber, wantedText, wrong } from './wanted.ts'

/** Throws a GatewayError that names the field. */
export function readEmbeddings(body: JsonObject): EmbeddingsRequest {
  const { model, input, dimensions, encoding_format, user, ...extras } = body
  const name = textOf(model)
  if (name === null) throw wrong('model', "a model's name")
  return {
    model: name,
    inputs: readInputs(input),
    dimensions: wantedNumber('dimensions', dimensions),
    encoding: readEncoding(encoding_format),
    user: wantedText('user', user),
    extras: stated(extras),
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
  const inputs = typeof input === 'string' || isTokens(input) ? [input] : input
  if (Array.isArray(inputs) && inputs.length > 0 && inputs.every((it) => typeof it === 'string' || isTokens(it))) {
    return inputs
  }
  throw wrong('input', 'a text, a list of texts, or token numbers')
}

function isTokens(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((token) => typeof token === 'number')
}

function readEncoding(format: unknown): EmbeddingsRequest['encoding'] {
  const encoding = wantedText('encoding_format', format) ?? 'float'
  if (encoding === 'float' || encoding === 'base64') return encoding
  throw wrong('encoding_format', 'float or base64')
}

function base64Of(vector: readonly number[]): string {
  const bytes = new DataView(new ArrayBuffer(vector.length * 4))
  for (const [index, value] of vector.entries()) bytes.setFloat32(index * 4, value, true)
  let binary = ''
  for (const byte of new Uint8Array(bytes.buffer)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
