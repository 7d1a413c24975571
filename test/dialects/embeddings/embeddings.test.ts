// Embeddings: what OpenAI's callers ask is read, put into Workers AI's words, and its vectors come back as the list that was asked for.

import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import { openai as failures } from '../../../runtime/dialects/openai/caller.ts'
import { readEmbeddings, writeEmbeddings } from '../../../runtime/dialects/openai/embeddings.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { workersAi } from '../../../runtime/dialects/workers-ai/embeddings.ts'
import { GatewayError } from '../../../runtime/problem.ts'
import type { ApiRecord, GatewayRecord } from '../../../runtime/records.ts'
import { embeddings } from '../../../runtime/translation/embeddings.ts'
import { silent } from '../reading.ts'

const model = '@cf/baai/bge-m3'

describe('a request', () => {
  it.each([
    ['a text', 'a', ['a']],
    ['texts', ['a', ''], ['a', '']],
    ['token numbers', [1, 2], [[1, 2]]],
    ['lists of token numbers', [[1, 2], [3]], [[1, 2], [3]]],
  ])('has %s', (_, input, inputs) => {
    expect(readEmbeddings({ model, input })).toEqual({
      model,
      inputs,
      dimensions: null,
      encoding: 'float',
      user: null,
      extras: {},
    })
  })

  it('has all else by its name', () => {
    const more = { dimensions: 8, encoding_format: 'base64', user: 'u', input_type: 'query', nothing: null }
    expect(readEmbeddings({ model, input: 'a', ...more })).toEqual({
      model,
      inputs: ['a'],
      dimensions: 8,
      encoding: 'base64',
      user: 'u',
      extras: { input_type: 'query' },
    })
  })

  it.each([
    ['model', { input: 'a' }],
    ['input', { model }],
    ['input', { model, input: [] }],
    ['input', { model, input: [[]] }],
    ['input', { model, input: ['a', 1] }],
    ['input', { model, input: { text: 'a' } }],
    ['dimensions', { model, input: 'a', dimensions: '8' }],
    ['encoding_format', { model, input: 'a', encoding_format: 'int8' }],
  ])('without a right %s is refused by that name', (field, body) => {
    expect(() => readEmbeddings(body)).toThrow(GatewayError)
    expect(() => readEmbeddings(body)).toThrow(`'${field}' must be`)
  })
})

describe('an answer', () => {
  const vectors = [
    [1, -0.5],
    [0.1, 3e38],
  ]
  const request = readEmbeddings({ model, input: ['a', 'b'] })

  it('is a list of numbers, counted where the provider counts', () => {
    expect(writeEmbeddings({ model: null, vectors, inputTokens: 7 }, request)).toEqual({
      object: 'list',
      data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
      model,
      usage: { prompt_tokens: 7, total_tokens: 7 },
    })
    expect(writeEmbeddings({ model: 'own', vectors, inputTokens: null }, request)).toMatchObject({
      model: 'own',
      usage: { prompt_tokens: 0, total_tokens: 0 },
    })
  })

  it('is base64 of little-endian 32-bit floats where that was asked for', () => {
    const written = writeEmbeddings({ model: null, vectors, inputTokens: null }, { ...request, encoding: 'base64' })
    const [, second] = written.data as readonly { readonly embedding: string }[]
    const bytes = Buffer.from(second?.embedding ?? '', 'base64')
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4), bytes.length]).toEqual([Math.fround(0.1), Math.fround(3e38), 8])
  })
})

describe('Workers AI', () => {
  it('is told the texts, and how to pool', () => {
    const dropped: string[] = []
    const request = readEmbeddings({ model, input: 'a', dimensions: 8, user: 'u', pooling: 'cls', input_type: 'query' })
    expect(workersAi.write(request, { drop: (field) => dropped.push(field) })).toEqual({ text: ['a'], pooling: 'cls' })
    expect(dropped).toEqual(['dimensions', 'user', 'input_type'])
  })

  it('is not sent token numbers', () => {
    expect(() => workersAi.write(readEmbeddings({ model, input: [1, 2] }), silent)).toThrow(/send the texts/)
  })

  it('answers with or without the envelope', () => {
    const result = { shape: [1, 2], data: [[0.5, -1]], pooling: 'mean' }
    const read = { model: null, vectors: [[0.5, -1]], inputTokens: null }
    expect(workersAi.read(result)).toEqual(read)
    expect(workersAi.read({ result, success: true })).toEqual(read)
    expect(workersAi.read({ ...result, usage: { prompt_tokens: 3 } }).inputTokens).toBe(3)
  })

  it.each([{}, [], null, { data: {} }, { data: [1] }, { result: { response: 'Hi' } }])('does not answer %o', (body) => {
    expect(() => workersAi.read(body)).toThrow(Unreadable)
  })
})

describe('a translation', () => {
  const asked = (body: JsonObject) => ({ api: 'embeddings', below: '', query: '', text: '', body, own: null }) as const
  const api: ApiRecord = { dialect: 'workers-ai', path: 'run/{+model}', streamPath: null, strip: '' }
  const translated = (body: JsonObject, unsupported: GatewayRecord['unsupported'] = 'warn') =>
    embeddings({ 'workers-ai': workersAi })(asked({ model: 'workers-ai/x', ...body }), api, model, unsupported)

  it('there and back', async () => {
    const { payload, translation } = translated({ input: 'a', dimensions: 2, encoding_format: 'base64' })
    expect(payload.take()).toBe('{"text":["a"]}')
    expect(translation.dropped()).toEqual(['dimensions'])
    const response = Response.json({ result: { data: [[1, 2]] } }, { headers: { 'x-kept': '1', etag: '"a"' } })
    const answer = await translation.answer(response)
    expect([answer.headers.get('x-kept'), answer.headers.get('etag')]).toEqual(['1', null])
    const embedding = Buffer.from(Float32Array.of(1, 2).buffer).toString('base64')
    expect(await answer.json()).toMatchObject({ data: [{ embedding }], model })
  })

  it('of an error keeps its status and words', async () => {
    const errors = [{ code: 3040, message: 'Out of capacity' }]
    const answer = await translated({ input: 'a' }).translation.answer(Response.json({ errors }, { status: 429 }))
    const said = { status: 429, type: null, code: '3040', message: 'Out of capacity', param: null }
    expect([answer.status, await answer.json()]).toEqual([429, failures.failure(said)])
  })

  it.each([
    ['too few vectors', { data: [[1]] }, /1 vectors for 2 inputs/],
    ['no vectors', { data: [] }, /no vectors/],
    ['something else', { response: 'Hi' }, /no vectors/],
  ])('of %s fails', async (_, body, message) => {
    await expect(translated({ input: ['a', 'b'] }).translation.answer(Response.json(body))).rejects.toThrow(message)
  })

  it('refuses what cannot be said where the YAML says so', () => {
    const { payload, translation } = translated({ input: 'a', user: 'u' }, 'error')
    expect(() => payload.take()).toThrow(/no words for: user/)
    expect(translation.dropped()).toEqual([])
  })

  it('refuses a wrong body when it is asked for, and not before', () => {
    const { payload } = translated({ input: 7 })
    expect(() => payload.take()).toThrow(/'input' must be/)
  })
})
