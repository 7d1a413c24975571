// The hosted service's two Worker examples, as they stand there, with `env.AI` in each of the ways there are: what the provider is asked, and
// what the Worker answers.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { setBindingScene, ways } from './scene.ts'
import { script, words, yamls } from './script.ts'

const { url, upstream } = await setBindingScene(yamls, script)
const sent = () =>
  upstream.requests.map(({ method, target, headers, body }) => ({
    line: `${method} ${target}`,
    key: headers.authorization,
    body: JSON.parse(body.toString()),
  }))
const LINE = 'POST /run/@cf/meta/llama-3.1-8b-instruct'

describe.each(ways)('env.AI: %s', (way) => {
  it('env.AI.run(model, inputs, { gateway }) gives what the model said', async () => {
    const answer = await call(`${url}/${way}/example/run`)
    expect([answer.status, answer.text]).toEqual([200, JSON.stringify(words)])
    const prompt = 'Why should you use Cloudflare for your AI inference?'
    expect(sent()).toEqual([{ line: LINE, key: undefined, body: { prompt } }])
  })

  it("env.AI.gateway(id).run(step) gives the provider's answer", async () => {
    const answer = await call(`${url}/${way}/example/gateway`)
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({ result: words, success: true, errors: [], messages: [] })
    expect(answer.headers['cf-aig-step']).toBe('0')
    expect(sent()).toEqual([{ line: LINE, key: 'Bearer my-api-token', body: { prompt: 'tell me a joke' } }])
  })
})
