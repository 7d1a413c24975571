// The binding as a provider among others: time limits, retries, the gateway's `unsupported` and host names hold for it too.

import { describe, expect, it } from 'vitest'
import { hang, inTurn, reply, reset } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setBoundScene } from './binding.ts'

const llama = '@cf/meta/llama-3.1-8b-instruct'
const { url, service } = await setBoundScene(() => ({
  'patient.yaml': 'authentication: off\ncache: off\ntimeout: 300ms\nproviders: { workers-ai: { binding: AI } }\n',
  'persistent.yaml': `
authentication: off
cache: off
retries: { attempts: 3, delay: 1, backoff: constant }
providers: { workers-ai: { binding: AI } }
`,
  'strict.yaml': 'authentication: off\ncache: off\nunsupported: error\nproviders: { workers-ai: { binding: AI } }\n',
  'named.yaml': `
authentication: off
cache: off
hostname: ai.example.com
providers: { workers-ai: { binding: AI } }
`,
}))
const ask = (gateway: string, path: string, body: object) =>
  call(`${url}/v1/acct/${gateway}/workers-ai/${path}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('the binding', () => {
  it('is waited for as long as the YAML says', async () => {
    service.answer(hang())
    const began = performance.now()
    const answer = await ask('patient', llama, { prompt: 'hi' })
    expectEnvelope(answer, {
      status: 504,
      code: 2005,
      message: 'Failed to get response from provider',
      description: /within 300 ms/,
    })
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('is asked again where it broke off', async () => {
    service.answer(inTurn(reset(), reset(), reply({ body: { response: 'hello' } })))
    const answer = await ask('persistent', llama, { prompt: 'hi' })
    expect(answer.json).toMatchObject({ result: { response: 'hello' } })
    expect(service.requests).toHaveLength(3)
  })

  it('is told nothing that the model cannot be told, where that is an error', async () => {
    const body = { model: llama, messages: [{ role: 'user', content: 'hi' }], n: 2 }
    const answer = await ask('strict', 'v1/chat/completions', body)
    expectEnvelope(answer, { status: 400, code: 7001, description: /no words for: n/ })
    expect(service.requests).toHaveLength(0)
  })

  it('needs no account behind a host name', async () => {
    service.answer(reply({ body: { response: 'hello' } }))
    const answer = await call(`${url}/workers-ai/${llama}`, {
      headers: { host: 'ai.example.com', 'content-type': 'application/json' },
      body: '{"prompt":"hi"}',
    })
    expect(answer.json).toMatchObject({ result: { response: 'hello' } })
  })
})
