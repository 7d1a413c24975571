// Embeddings at Cohere: what is asked, what is read, and what cannot be asked.

import { expect, test } from 'vitest'
import { cohere } from '../../../runtime/dialects/cohere/embeddings.ts'
import type { EmbeddingsRequest } from '../../../runtime/dialects/embeddings.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { GatewayError } from '../../../runtime/problem.ts'
import { losses } from '../bedrock/requests.ts'

const request: EmbeddingsRequest = {
  model: 'embed-v4.0',
  inputs: ['a', 'b'],
  dimensions: null,
  encoding: 'float',
  user: null,
  extras: {},
}

test('texts to be stored, unless the caller says what they are for', () => {
  const loss = losses()
  expect(cohere.write(request, loss)).toEqual({
    model: 'embed-v4.0',
    texts: ['a', 'b'],
    input_type: 'search_document',
    embedding_types: ['float'],
  })
  expect([...loss.names]).toEqual([])
  const extras = { input_type: 'search_query', truncate: 'END', x: 1, y: null }
  expect(cohere.write({ ...request, dimensions: 256, encoding: 'base64', user: 'u', extras }, loss)).toEqual({
    model: 'embed-v4.0',
    texts: ['a', 'b'],
    input_type: 'search_query',
    truncate: 'END',
    embedding_types: ['float'],
    output_dimension: 256,
  })
  expect([...loss.names].sort()).toEqual(['user', 'x'])
})

test('lists of tokens are refused', () => {
  expect(() => cohere.write({ ...request, inputs: ['a', [1, 2]] }, losses())).toThrow(GatewayError)
})

test('vectors and what they cost', () => {
  const vectors = [
    [0.5, -1],
    [0.25, 1],
  ]
  const meta = { api_version: { version: '2' }, billed_units: { input_tokens: 7 } }
  expect(cohere.read({ id: 'x', embeddings: { float: vectors }, meta })).toEqual({
    model: null,
    vectors,
    inputTokens: 7,
  })
  expect(cohere.read({ embeddings: { float: vectors } }).inputTokens).toBeNull()
  for (const body of [null, {}, { embeddings: { int8: [] } }, { embeddings: { float: [1] } }]) {
    expect(() => cohere.read(body)).toThrow(Unreadable)
  }
})
