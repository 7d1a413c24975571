// The documentation's examples of Workers AI, run against a gateway of ours: what the REST API receives, to the byte, and what the client
// gets back.

import { describe, expect, it } from 'vitest'
import { reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { partsOf } from '../universal/examples.ts'
import { openaiCompatible, textClassification, textGeneration, unified, urlAt } from './examples.ts'

const { gateway, upstream } = await setScene(
  () => ({ 'demo.yaml': 'authentication: off\ncache: off\nproviders: { workers-ai: {} }\n' }),
  { capture: true },
)
const AI = 'https://api.cloudflare.com/client/v4/accounts/acct/ai'
const model = '@cf/meta/llama-3.1-8b-instruct'
const messages = [{ role: 'user', content: 'What is Cloudflare?' }]
const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 }
const completion = {
  id: 'id-1',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'A network.' }, finish_reason: 'stop' }],
  usage,
}
const run = (example: string) => {
  const { headers, body } = partsOf(example)
  return call(urlAt(gateway.url, example), { headers, body })
}
const arrived = () =>
  upstream.requests.map(({ method, target, headers, body }) => [
    method,
    target,
    headers.authorization,
    headers['content-type'],
    body.toString(),
  ])
const received = (target: string, body: string) => [
  ['POST', `${AI}/${target}`, 'Bearer {cf_api_token}', 'application/json', body],
]

describe('native', () => {
  it.each([
    ['text generation', textGeneration, `run/${model}`, { response: 'A network.', usage }],
    ['text classification', textClassification, 'run/@cf/huggingface/distilbert-sst-2-int8', [{ label: 'POSITIVE' }]],
  ])('%s', async (_, example, target, result) => {
    const enveloped = { result, success: true, errors: [], messages: [] }
    upstream.answer(reply({ body: enveloped }))
    const answer = await run(example)
    expect([answer.status, answer.json]).toEqual([200, enveloped])
    expect(arrived()).toEqual(received(target, partsOf(example).body))
  })
})

it('OpenAI-compatible', async () => {
  upstream.answer(reply({ body: completion }))
  const answer = await run(openaiCompatible)
  expect([answer.status, answer.json]).toEqual([200, completion])
  expect(arrived()).toEqual(received('v1/chat/completions', partsOf(openaiCompatible).body))
})

it('unified', async () => {
  upstream.answer(reply({ body: completion }))
  const named = JSON.parse(unified.model.replace('{model}', model))
  const { headers } = partsOf(openaiCompatible)
  const answer = await call(urlAt(gateway.url, unified.url), { headers, body: JSON.stringify({ ...named, messages }) })
  expect([answer.status, answer.json]).toEqual([200, completion])
  expect(answer.headers).toMatchObject({ 'cf-aig-model': model, 'cf-aig-provider': 'workers-ai', 'cf-aig-step': '0' })
  expect(arrived()).toEqual(received('v1/chat/completions', JSON.stringify({ model, messages })))
})

it('embeddings, OpenAI-compatible', async () => {
  const list = { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [1] }], model: '@cf/baai/bge-m3' }
  upstream.answer(reply({ body: list }))
  const { headers } = partsOf(openaiCompatible)
  const body = '{"model":"@cf/baai/bge-m3","input":"hi","encoding_format":"base64"}'
  const answer = await call(`${gateway.base('demo')}/workers-ai/v1/embeddings`, { headers, body })
  expect(answer.json).toEqual(list)
  expect(arrived()).toEqual(received('v1/embeddings', body))
})

it.each([`run/${model}`, `run/${encodeURIComponent(model)}`])('%s', async (path) => {
  const { headers, body } = partsOf(textGeneration)
  await call(`${gateway.base('demo')}/workers-ai/${path}`, { headers, body })
  expect(arrived()).toEqual(received(path, body))
})

it("an error of the REST API's stays what it was", async () => {
  const failure = {
    result: null,
    success: false,
    errors: [{ code: 10000, message: 'Authentication error' }],
    messages: [],
  }
  upstream.answer(reply({ status: 401, body: failure }))
  for (const example of [textGeneration, openaiCompatible]) {
    const answer = await run(example)
    expect([answer.status, answer.json]).toEqual([401, failure])
  }
})
