// The hosted service's own examples, run against a gateway of ours: what each upstream receives, to the byte, and what the client
// gets back.

import { describe, expect, it } from 'vitest'
import { events, reply } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { bareOfBinding, bareOfWebSocket, jsonOf, partsOf, precedence, twoSteps } from './examples.ts'

const { gateway, upstream } = await setScene(
  () => ({
    '_worker.yaml': 'account: acct\n',
    'demo.yaml': 'authentication: off\ncache: off\nproviders: { workers-ai: {}, openai: {} }\n',
  }),
  { capture: true },
)
const WORKERS_AI = 'https://api.cloudflare.com/client/v4/accounts/acct/ai/run/@cf/meta/llama-3.1-8b-instruct'
const OPENAI = 'https://api.openai.com/v1/chat/completions'
const run = (body: string, headers: { readonly [name: string]: string } = {}) =>
  call(gateway.base('demo'), { headers, body })
/** What arrived, without what every HTTP request has. */
const arrived = () =>
  upstream.requests.map(({ method, target, headers, body }) => {
    const { host: _, 'content-length': length, ...rest } = headers
    expect(length).toBe(String(body.length))
    return { method, target, headers: rest, body: JSON.parse(body.toString()) }
  })

const friendly = [
  { role: 'system', content: 'You are a friendly assistant' },
  { role: 'user', content: 'What is Cloudflare?' },
]
const toWorkersAi = {
  method: 'POST',
  target: WORKERS_AI,
  headers: { authorization: 'Bearer {cloudflare_token}', 'content-type': 'application/json' },
  body: { messages: friendly },
}
const toOpenai = {
  method: 'POST',
  target: OPENAI,
  headers: { authorization: 'Bearer {open_ai_token}', 'content-type': 'application/json' },
  body: { model: 'gpt-4o-mini', stream: true, messages: [{ role: 'user', content: 'What is Cloudflare?' }] },
}
const native = { result: { response: 'A network.' }, success: true, errors: [], messages: [] }
const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ delta: { content: 'A network.' } }] }

describe.each([
  ['two steps', twoSteps],
  ['two steps with a level of headers each', precedence],
])('%s', (_, curl) => {
  const { headers, body } = partsOf(curl)

  it('is what the documentation shows', () => {
    expect(JSON.parse(body)).toHaveLength(2)
    expect(headers['Content-Type']).toBe('application/json')
  })

  it('Workers AI answers, in its own form', async () => {
    upstream.answer(byTarget({ 'api.cloudflare.com': reply({ body: native }) }))
    const answer = await run(body, headers)
    expect([answer.status, answer.json, answer.headers['cf-aig-step']]).toEqual([200, native, '0'])
    expect(arrived()).toEqual([toWorkersAi])
  })

  it('OpenAI answers when it fails, streaming', async () => {
    const failure = { result: null, success: false, errors: [{ code: 3036, message: 'no capacity' }], messages: [] }
    upstream.answer(
      byTarget({ 'api.cloudflare.com': reply({ status: 429, body: failure }), 'api.openai.com': events(chunk) }),
    )
    const answer = await run(body, headers)
    expect(answer.text).toBe(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cf-aig-step': '1' })
    expect(arrived()).toEqual([toWorkersAi, toOpenai])
  })

  it('OpenAI’s error is the answer when both fail', async () => {
    const failure = { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } }
    upstream.answer(
      byTarget({
        'api.cloudflare.com': reply({ status: 500 }),
        'api.openai.com': reply({ status: 401, body: failure }),
      }),
    )
    const answer = await run(body, headers)
    expect([answer.status, answer.json, answer.headers['cf-aig-step']]).toEqual([401, failure, '1'])
  })
})

describe('a bare step', () => {
  it.each([
    ['of the binding', bareOfBinding, 'Bearer my-api-token'],
    ['of a WebSocket message', bareOfWebSocket, 'Bearer WORKERS_AI_TOKEN'],
  ])('%s', async (_, literal, authorization) => {
    upstream.answer(reply({ body: native }))
    const answer = await run(jsonOf(literal))
    expect([answer.status, answer.json, answer.headers['cf-aig-step']]).toEqual([200, native, '0'])
    expect(arrived()).toEqual([
      {
        method: 'POST',
        target: WORKERS_AI,
        headers: { authorization, 'content-type': 'application/json' },
        body: { prompt: 'tell me a joke' },
      },
    ])
  })
})
