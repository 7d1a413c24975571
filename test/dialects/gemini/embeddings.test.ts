// Embeddings of the Gemini API: a request for each text, and vectors in their order.

import { expect, it } from 'vitest'
import type { EmbeddingsRequest } from '../../../runtime/dialects/embeddings.ts'
import { gemini } from '../../../runtime/dialects/gemini/embeddings.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { parseExactly } from '../../../runtime/json.ts'

const request: EmbeddingsRequest = {
  model: 'gemini-embedding-001',
  inputs: ['one', 'two'],
  dimensions: 256,
  encoding: 'base64',
  user: 'user-1',
  extras: { input_type: 'query' },
}

it('asks for each text by itself', () => {
  const dropped: string[] = []
  const one = { model: 'models/gemini-embedding-001', outputDimensionality: 256 }
  expect(gemini.write(request, { drop: (field) => dropped.push(field) })).toEqual({
    requests: [
      { ...one, content: { parts: [{ text: 'one' }] } },
      { ...one, content: { parts: [{ text: 'two' }] } },
    ],
  })
  expect(dropped).toEqual(['user', 'input_type'])
})

it('asks for no size where none is wanted, and names a model once', () => {
  const { requests } = gemini.write(
    { ...request, model: 'models/m', inputs: ['one'], dimensions: null },
    { drop: () => {} },
  )
  expect(requests).toEqual([{ model: 'models/m', content: { parts: [{ text: 'one' }] } }])
})

it('refuses token numbers, and says what to do', () => {
  const write = () => gemini.write({ ...request, inputs: ['one', [1, 2]] }, { drop: () => {} })
  expect(write).toThrow(
    expect.objectContaining({ problem: 'invalidRequest', message: expect.stringMatching(/send the texts/) }),
  )
})

it('reads vectors, whatever their numbers, and tokens', () => {
  const json =
    '{"embeddings":[{"values":[0.5,-0.25]},{"values":[0.12345678901234567890,1]}],"usageMetadata":{"promptTokenCount":12}}'
  expect(gemini.read(parseExactly(json))).toEqual({
    model: null,
    vectors: [
      [0.5, -0.25],
      [0.12345678901234568, 1],
    ],
    inputTokens: 12,
  })
  expect(gemini.read({ embeddings: [{ values: [1] }] }).inputTokens).toBeNull()
})

it.each([[null], [{}], [{ embeddings: [] }], [{ embeddings: [{ values: [1] }, {}] }]])('cannot read %j', (body) => {
  expect(() => gemini.read(body)).toThrow(Unreadable)
})
