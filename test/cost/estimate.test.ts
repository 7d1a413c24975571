// What a request may come to, from its body: text by its bytes, images and files flat, and as much output as it allows.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateOf } from '../../runtime/cost/estimate.ts'

const base64 = 'iVBORw0KGgo+/'.repeat(50_000)
const pixels = `data:image/png;base64,${base64}`
const user = (content: unknown) => ({ model: 'm', messages: [{ role: 'user', content }] })

describe('output', () => {
  it.each<[object, number]>([
    [{}, 1000],
    [{ max_tokens: 5 }, 5],
    [{ max_tokens: 0 }, 0],
    [{ max_completion_tokens: 7, max_tokens: 9 }, 7],
    [{ max_output_tokens: 8 }, 8],
    [{ generationConfig: { maxOutputTokens: 6 } }, 6],
    [{ generation_config: { max_output_tokens: 6 } }, 6],
    [{ inferenceConfig: { maxTokens: 4 } }, 4],
    [{ textGenerationConfig: { maxTokenCount: 3 } }, 3],
    [{ max_tokens_to_sample: 3 }, 3],
    [{ max_gen_len: 3 }, 3],
    [{ max_tokens: 100, n: 3 }, 300],
    [{ max_tokens: 100, n: 0 }, 100],
    [{ generationConfig: { maxOutputTokens: 6, candidateCount: 2 } }, 12],
    [{ n: 2 }, 2000],
    [{ max_tokens: 1e12 }, 200_000],
    [{ max_tokens: '5' }, 1000],
    [{ max_tokens: -5 }, 1000],
    [{ max_tokens: null, max_output_tokens: 2 }, 2],
    // Said of something else.
    [{ messages: [{ role: 'user', content: '{"max_tokens":5}' }], tools: [{ max_tokens: 5 }] }, 1000],
  ])('%j', (body, expected) => {
    expect(estimateOf(JSON.stringify(body)).outputTokens).toBe(expected)
  })
})

describe('input', () => {
  it('is a token for four bytes of JSON', () => {
    const text = JSON.stringify(user('word '.repeat(400)))
    expect(estimateOf(text).inputTokens).toBe(Math.ceil(text.length / 4))
  })

  it('counts bytes, not characters', () => {
    expect(estimateOf(JSON.stringify(user('漢字'.repeat(1000)))).inputTokens).toBeGreaterThan(1500)
  })

  it.each<[string, unknown, number]>([
    ['an image in a data URL', user([{ type: 'image_url', image_url: { url: pixels } }]), 1],
    ['an image by reference', user([{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }]), 1],
    [
      'two of each',
      user(
        [1, 2].flatMap(() => [
          { type: 'image', source: { data: base64 } },
          { type: 'input_file', file_id: 'f' },
        ]),
      ),
      4,
    ],
    ['inline data', { contents: [{ parts: [{ inlineData: { mimeType: 'image/png', data: base64 } }] }] }, 1],
    ['a file by reference', { contents: [{ parts: [{ fileData: { fileUri: 'gs://a/b' } }] }] }, 1],
    ['bytes in a field of another name', { image: { bytes: base64 } }, 1],
    ['long text', user('word '.repeat(1)), 0],
  ])('%s', (_, body, attachments) => {
    const { inputTokens } = estimateOf(JSON.stringify(body))
    expect(Math.floor(inputTokens / 1600)).toBe(attachments)
    expect(inputTokens % 1600).toBeLessThan(200)
  })

  it('takes escaped slashes in base64 for what they are', () => {
    expect(estimateOf(JSON.stringify({ image: base64 }).replaceAll('/', '\\/')).inputTokens).toBeLessThan(1700)
  })

  it.each<[string, string | null]>([
    ['nothing', null],
    ['an empty body', ''],
    ['a form', `--x\r\ncontent-disposition: form-data; name="file"\r\n\r\n${'\u0000\u0001'.repeat(1e6)}`],
    ['JSON that breaks off', '{"messages":["'],
  ])('is flat for %s', (_, text) => {
    expect(estimateOf(text)).toMatchObject({ inputTokens: 1600, outputTokens: 1000 })
  })
})

it('never throws; its counts are whole, and no part is told', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.object().map((it) => JSON.stringify(it)),
      ),
      (text) => {
        const { inputTokens, outputTokens, ...parts } = estimateOf(text)
        expect(Number.isSafeInteger(inputTokens) && inputTokens > 0).toBe(true)
        expect(Number.isSafeInteger(outputTokens) && outputTokens >= 0).toBe(true)
        expect(Object.values(parts).filter((part) => part !== null)).toEqual([])
      },
    ),
  )
})
