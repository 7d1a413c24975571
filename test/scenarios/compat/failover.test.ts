// A route across dialects, by the model's name, in a universal step and below its own path: the first that answers answers, in the
// caller's words. A stream is switched until it has said something, and never afterwards.

import { describe, expect, it } from 'vitest'
import { type Answer, reply, streamed } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { begin, call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
cache: off
providers:
  workers-ai: { url: "${url}/workers-ai", key: { secret: KEY } }
  anthropic: { url: "${url}/anthropic/v1", key: { secret: KEY } }
  openai: { url: "${url}/openai/v1", key: { secret: KEY } }
routes:
  chat: [workers-ai/@cf/meta/llama-3.1-8b-instruct, anthropic/claude-x, openai/gpt-4o]
  quick: { deadline: 300ms, steps: [anthropic/claude-x, openai/gpt-4o] }
`,
  }),
  { env: { TOKEN: 'gateway-token', KEY: 'stored' } },
)
const headers = { 'cf-aig-authorization': 'Bearer gateway-token', 'content-type': 'application/json' }
const messages = [{ role: 'user', content: 'hi' }]
const chat = (more: object = {}, model = 'dynamic/chat') =>
  call(`${gateway.base('demo')}/compat/chat/completions`, {
    headers,
    body: JSON.stringify({ model, messages, ...more }),
  })
const completion = (content: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
})
const targets = () => upstream.requests.map(({ target }) => target)
const down = reply({ status: 503, body: { error: 'down' } })
const sse = (body: string): Answer => reply({ headers: { 'content-type': 'text/event-stream' }, body })
const event = (datum: { readonly type: string }) => `event: ${datum.type}\ndata: ${JSON.stringify(datum)}\n\n`
const start = [
  {
    type: 'message_start',
    message: { id: 'm', role: 'assistant', content: [], model: 'c', usage: { input_tokens: 1, output_tokens: 0 } },
  },
  { type: 'ping' },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
]
  .map(event)
  .join('')
const text = (said: string) =>
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: said } } as {
    readonly type: string
  })
const failure = event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } as {
  readonly type: string
})
const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o', choices: [{ index: 0, delta, finish_reason }] })}\n\n`
const role = chunk({ role: 'assistant', content: '' })
const spoken = `${role}${chunk({ content: 'from openai' })}${chunk({}, 'stop')}data: [DONE]\n\n`
const contentOf = (stream: string) => [...stream.matchAll(/"content":"([^"]*)"/g)].map(([, said]) => said).join('')

describe('a route across dialects', () => {
  it('answers from the third in OpenAI’s shape when the first two fail', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ body: completion('from openai') }), '/': down }))
    const answer = await chat()
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual(completion('from openai'))
    expect(answer.headers).toMatchObject({ 'cf-aig-step': '2', 'cf-aig-provider': 'openai', 'cf-aig-model': 'gpt-4o' })
    expect(targets()).toEqual([
      '/workers-ai/v1/chat/completions',
      '/anthropic/v1/messages',
      '/openai/v1/chat/completions',
    ])
    for (const { rawHeaders } of upstream.requests) expect(JSON.stringify(rawHeaders)).toContain('stored')
  })

  it('answers from the second, translated', async () => {
    const message = {
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'c',
      content: [{ type: 'text', text: 'from anthropic' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 1, output_tokens: 1 },
    }
    upstream.answer(byTarget({ '/anthropic/': reply({ body: message }), '/': down }))
    const answer = await chat({ seed: 7 })
    expect(answer.json).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { content: 'from anthropic' } }],
    })
    expect(answer.headers).toMatchObject({ 'cf-aig-step': '1', 'cf-aig-dropped': 'seed' })
  })

  it('fails as the last one does', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ status: 418, body: { error: { message: 'teapot' } } }), '/': down }))
    const answer = await chat()
    expect([answer.status, answer.json, answer.headers['cf-aig-step']]).toEqual([
      418,
      { error: { message: 'teapot' } },
      '2',
    ])
  })

  it('is a step of the universal endpoint, and counts as that one', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ body: completion('hi') }), '/': down }))
    const steps = [
      { provider: 'anthropic', endpoint: 'v1/messages', headers: {}, query: { model: 'x' } },
      {
        provider: 'compat',
        endpoint: 'chat/completions',
        headers: { authorization: 'Bearer gateway-token' },
        query: { model: 'dynamic/chat', messages },
      },
    ]
    const answer = await call(gateway.base('demo'), { headers, body: JSON.stringify(steps) })
    expect(answer.json).toEqual(completion('hi'))
    expect(answer.headers).toMatchObject({ 'cf-aig-step': '1', 'cf-aig-provider': 'openai' })
    expect(targets()).toHaveLength(4)
    expect(JSON.stringify(upstream.requests.map(({ rawHeaders }) => rawHeaders))).not.toContain('gateway-token')
  })

  it('takes a step of one model with a key of its own', async () => {
    const step = {
      provider: 'compat',
      endpoint: 'chat/completions',
      headers: { Authorization: 'Bearer mine' },
      query: { model: 'anthropic/claude', messages },
    }
    await call(gateway.base('demo'), { headers, body: JSON.stringify([step]) })
    expect(upstream.requests[0]?.headers).toMatchObject({ 'x-api-key': 'mine' })
    expect(upstream.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('keeps the route’s own deadline', async () => {
    upstream.answer(() => {})
    const began = performance.now()
    expect((await chat({}, 'dynamic/quick')).status).toBe(504)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})

describe('a stream', () => {
  it.each([
    ['an error before a word', sse(start + failure)],
    ['an end before a word', sse(start)],
    ['nothing', sse('')],
  ])('with %s is switched', async (_, first) => {
    upstream.answer(byTarget({ '/anthropic/': first, '/openai/': sse(spoken), '/': down }))
    const answer = await chat({ stream: true })
    expect(answer.text).toBe(spoken)
    expect(answer.headers['cf-aig-step']).toBe('2')
  })

  it('of OpenAI’s kind that only has a role is switched', async () => {
    upstream.answer(
      byTarget({
        '/workers-ai/': sse(`${role}data: {"error":{"message":"x"}}\n\n`),
        '/anthropic/': sse(start + text('hi')),
        '/': down,
      }),
    )
    const answer = await chat({ stream: true })
    expect([contentOf(answer.text), answer.headers['cf-aig-step']]).toEqual(['hi', '1'])
  })

  it('that has said something is not', async () => {
    upstream.answer(
      byTarget({ '/anthropic/': sse(start + text('so far') + failure), '/openai/': sse(spoken), '/': down }),
    )
    const answer = await chat({ stream: true })
    expect(contentOf(answer.text)).toBe('so far')
    expect(answer.text).toContain('Overloaded')
    expect(answer.text).not.toContain('[DONE]')
    expect(targets()).toHaveLength(2)
  })

  it.each([
    ['65 events', event({ type: 'ping' }).repeat(65)],
    ['256 KiB', `: ${'x'.repeat(256 * 1024)}\n\n`],
  ])('that sets the stage for more than %s is held no longer', async (_, stage) => {
    upstream.answer(byTarget({ '/anthropic/': sse(start + stage + failure), '/openai/': sse(spoken), '/': down }))
    const answer = await chat({ stream: true })
    expect(answer.headers['cf-aig-step']).toBe('1')
    expect(answer.text).toContain('Overloaded')
  })

  it('goes out event by event', async () => {
    const pieces = [start + text('one '), text('two '), text('three')]
    let send: (() => void) | null = null
    const source = async function* () {
      for (const piece of pieces) {
        yield piece
        await new Promise<void>((resolve) => {
          send = resolve
        })
      }
    }
    upstream.answer(byTarget({ '/anthropic/': streamed(source()), '/': down }))
    const body = JSON.stringify({ model: 'anthropic/claude-x', messages, stream: true })
    const response = await begin(`${gateway.base('demo')}/compat/chat/completions`, { headers, body })
    let seen = ''
    const expected = ['one ', 'two ', 'three']
    for await (const bytes of response) {
      seen += bytes
      if (expected.length > 0 && seen.includes(`"${expected[0]}"`)) {
        expected.shift()
        ;(send as (() => void) | null)?.()
      }
    }
    expect(expected).toEqual([])
  })
})
