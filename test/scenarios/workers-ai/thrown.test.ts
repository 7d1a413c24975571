// What the platform's binding says in other ways than by a response, and what it is told beside the inputs: by a binding of the test's.

import { describe, expect, it } from 'vitest'
import { workersAi } from '../../../runtime/builtins/workers-ai.ts'
import { GatewayError } from '../../../runtime/problem.ts'

const model = '@cf/meta/llama-3.1-8b-instruct'
const messages = [{ role: 'user', content: 'hi' }]
const request = (body: unknown) => ({
  method: 'POST',
  headers: new Headers({ 'content-type': 'application/json' }),
  body: JSON.stringify(body),
})
const throwing = (message: string) => ({ run: () => Promise.reject(new Error(message)) })

describe('an error that the binding throws', () => {
  it.each([
    ['5007: No such model', 400],
    ['5016: Not agreed', 403],
    ['3042: Not a model', 404],
    ['5005: No LoRa', 405],
    ['3007: Timeout', 408],
    ['3006: Too large', 413],
    ['3036: Used up', 429],
    ['9999: Who knows', 500],
  ])('%s', async (said, status) => {
    const [code, message] = said.split(': ')
    const native = await workersAi(`run/${model}`, request({ prompt: 'hi' }), throwing(said))
    expect([native.status, await native.json()]).toEqual([
      status,
      { result: null, success: false, errors: [{ code: Number(code), message }], messages: [] },
    ])
    const openai = await workersAi('v1/chat/completions', request({ model, messages }), throwing(said))
    expect([openai.status, await openai.json()]).toMatchObject([status, { error: { code, message } }])
  })

  it('without a number is no answer at all', async () => {
    const asked = workersAi(`run/${model}`, request({}), throwing('Network connection lost.'))
    await expect(asked).rejects.toThrow(GatewayError)
    await expect(asked).rejects.toMatchObject({ problem: 'upstreamFailed', failure: 'reset' })
  })
})

describe('what a model cannot be told', () => {
  const asked: unknown[] = []
  const binding = {
    run: (...all: readonly unknown[]) => {
      asked.push(all)
      return Promise.resolve(Response.json({ response: 'Hi', data: [[1]] }))
    },
  }
  const bodies = [
    ['v1/chat/completions', { model, messages, user: 'u' }],
    ['v1/embeddings', { model, input: 'hi', user: 'u' }],
  ] as const

  it.each(bodies)('is refused where the YAML says so: %s', async (path, body) => {
    asked.length = 0
    await expect(workersAi(path, request(body), binding, 'error')).rejects.toMatchObject({ problem: 'unsupported' })
    expect(asked).toEqual([])
  })

  it.each(bodies)('is named, or not, as the YAML says: %s', async (path, body) => {
    const warned = await workersAi(path, request(body), binding, 'warn')
    const silent = await workersAi(path, request(body), binding, 'drop')
    expect([warned, silent].map(({ headers }) => headers.get('cf-aig-dropped'))).toEqual(['user', null])
  })

  it('queues where the query says so', async () => {
    asked.length = 0
    await workersAi(`run/${model}?queueRequest=true`, request({ requests: [] }), binding)
    expect(asked).toEqual([[model, { requests: [] }, { returnRawResponse: true, queueRequest: true }]])
  })
})
