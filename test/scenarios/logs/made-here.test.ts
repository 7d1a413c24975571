// Answers that the platform cannot pump by itself pass whole and have their rows all the same: what is built in, what was looked at because
// somebody else could be asked, what is asked for again, what is watched for silence or for the end of its time, and all of these at once.

import { scheduler } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Answer, cut, events, inTurn, reply } from '../../support/answers.ts'
import { begin } from '../../support/call.ts'
import { setLogScene } from './scene.ts'

const gateway = (more: string) => (up: { readonly url: string }) =>
  `
authentication: off
logs: on
${more}
providers:
  openai: { url: "${up.url}/v1", key: { secret: KEY } }
  echo: {}
routes: { chat: [openai/gpt-4o-mini, echo/echo-1] }
`
const env = { env: { KEY: 'sk-of-the-gateway-1' } }
const scenes = {
  plain: await setLogScene(gateway(''), env),
  again: await setLogScene(gateway('retries: { attempts: 2, delay: 1ms }'), env),
  watched: await setLogScene(gateway('idle_timeout: 5s'), env),
  bounded: await setLogScene(gateway('deadline: 30s'), env),
  strict: await setLogScene((up) => gateway('')(up).replace('logs: on', 'logs: { durability: strict }'), env),
  cached: await setLogScene(gateway('cache: { ttl: 60 }\nretries: { attempts: 2, delay: 1ms }'), env),
}
const chunk = { object: 'chat.completion.chunk', choices: [{ delta: { content: 'Hi' } }], usage: null }
const end = { object: 'chat.completion.chunk', choices: [], usage: { prompt_tokens: 5, completion_tokens: 6 } }
const whole = {
  object: 'chat.completion',
  model: 'gpt-4o-mini-2024-07-18',
  choices: [],
  usage: { prompt_tokens: 5, completion_tokens: 6 },
}
const chunked: Answer = async (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write(JSON.stringify(whole).slice(0, 20))
  await scheduler.wait(20)
  response.end(JSON.stringify(whole).slice(20))
}

describe.each(Object.entries(scenes))('%s', (name, scene) => {
  const ask = (path: string, model: string, stream: boolean, count = 1) =>
    scene.ask(
      path,
      {
        body: JSON.stringify({
          model,
          stream,
          messages: [{ role: 'user', content: `${path} ${stream} ${Math.random()}` }],
        }),
      },
      count,
    )

  it.each([false, true])('what is built in, streaming: %s', async (stream) => {
    const { answer, rows } = await ask('echo/chat/completions', 'echo-1', stream)
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(stream ? /\[DONE\]\s*$/ : /"object":"chat\.completion"/)
    expect(rows).toMatchObject([
      { provider: 'echo', status: 200, isComplete: true, isSuccess: true, error: null, cost: 0 },
    ])
    expect(rows[0]?.response?.text).toBe(answer.text)
  })

  it('a route whose first step answers, as a stream', async () => {
    scene.upstream.answer(events(chunk, end))
    const { answer, rows } = await ask('compat/chat/completions', 'dynamic/chat', true)
    expect(answer.text).toBe(`data: ${JSON.stringify(chunk)}\n\ndata: ${JSON.stringify(end)}\n\ndata: [DONE]\n\n`)
    expect(rows).toMatchObject([
      { step: 0, isServed: true, isComplete: true, usage: { inputTokens: 5, outputTokens: 6 } },
    ])
    expect(rows[0]?.response?.text).toBe(answer.text)
  })

  it('a route whose first step answers in pieces of JSON', async () => {
    scene.upstream.answer(chunked)
    const { answer, rows } = await ask('compat/chat/completions', 'dynamic/chat', false)
    expect(JSON.parse(answer.text)).toEqual(whole)
    expect(rows).toMatchObject([
      { isComplete: true, usage: { inputTokens: 5, outputTokens: 6 }, cost: 5 * 0.15e-6 + 6 * 0.6e-6 },
    ])
  })

  it('a route whose first step fails after its 200, and whose second answers', async () => {
    scene.upstream.answer(
      reply({ headers: { 'content-type': 'text/event-stream' }, body: 'data: {"error":{"message":"overloaded"}}\n\n' }),
    )
    const { answer, rows } = await ask('compat/chat/completions', 'dynamic/chat', true, 2)
    expect([answer.status, answer.headers['cf-aig-step']]).toEqual([200, '1'])
    expect(answer.text).toMatch(/\[DONE\]\s*$/)
    expect(rows).toMatchObject([
      { step: 0, isServed: false, isSuccess: false, error: 'overloaded' },
      { step: 1, isServed: true, isSuccess: true, provider: 'echo' },
    ])
  })

  it('a route whose first step says nothing', async () => {
    scene.upstream.answer(reply({ headers: { 'content-type': 'text/event-stream' }, body: ': nothing\n\n' }))
    const { rows } = await ask('compat/chat/completions', 'dynamic/chat', true, 2)
    expect(rows).toMatchObject([
      { step: 0, isServed: false, isSuccess: false, error: 'The answer ended or failed before it said anything.' },
      { step: 1, isServed: true, isSuccess: true, provider: 'echo' },
    ])
  })

  it('an answer that breaks off', async () => {
    scene.upstream.answer(cut('chunked', `data: ${JSON.stringify(chunk)}\n\n`))
    const response = await begin(`${scene.url}/v1/acct/demo/compat/chat/completions`, {
      body: JSON.stringify({
        model: 'dynamic/chat',
        stream: true,
        messages: [{ role: 'user', content: String(Math.random()) }],
      }),
    })
    const id = String(response.headers['cf-aig-log-id'])
    await expect(
      (async () => {
        for await (const _ of response) {
          // Read on.
        }
      })(),
    ).rejects.toThrow()
    expect(await scene.rowsOf(id)).toMatchObject([{ isComplete: false, isServed: true, status: 200 }])
  })

  it('a provider that fails at first', async () => {
    if (name !== 'again' && name !== 'cached') return
    scene.upstream.answer(inTurn(reply({ status: 503 }), events(chunk, end)))
    const { answer, rows } = await ask('openai/chat/completions', 'gpt-4o-mini', true)
    expect(answer.text).toContain('[DONE]')
    expect(rows).toMatchObject([{ retries: 1, isComplete: true, usage: { inputTokens: 5, outputTokens: 6 } }])
  })
})
