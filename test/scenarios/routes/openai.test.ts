// The unmodified openai SDK with a route for its base URL.

import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { events, reply } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
cache: off
providers:
  openai: { url: "${url}/openai/v1", key: { secret: KEY } }
  mistral: { url: "${url}/mistral/v1", key: { secret: KEY } }
routes:
  chat: [openai/gpt-4o-mini, mistral/mistral-small]
  embed: [openai/text-embedding-3-small]
`,
  }),
  { env: { TOKEN: 'gateway-token', KEY: 'stored' } },
)
const client = (route: string) =>
  new OpenAI({ baseURL: `${gateway.base('demo')}/dynamic/${route}`, apiKey: 'gateway-token', maxRetries: 0 })
const messages = [{ role: 'user' as const, content: 'hi' }]
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'hello' } }],
}
const models = () => upstream.requests.map(({ body }) => JSON.parse(body.toString()).model)

describe('the openai SDK', () => {
  it('gets a completion, by the step that gives one', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ status: 503 }), '/mistral/': reply({ body: completion }) }))
    const { data, response } = await client('chat').chat.completions.create({ model: 'any', messages }).withResponse()
    expect(data.choices[0]?.message.content).toBe('hello')
    expect(response.headers.get('cf-aig-step')).toBe('1')
    expect(upstream.requests.map(({ target }) => target)).toEqual([
      '/openai/v1/chat/completions',
      '/mistral/v1/chat/completions',
    ])
    expect(models()).toEqual(['gpt-4o-mini', 'mistral-small'])
    for (const { headers } of upstream.requests) expect(headers.authorization).toBe('Bearer stored')
  })

  it('gets a stream', async () => {
    const chunks = ['hel', 'lo'].map((content) => ({ choices: [{ index: 0, delta: { content } }] }))
    upstream.answer(events(...chunks))
    const parts: string[] = []
    const stream = await client('chat').chat.completions.create({ model: 'any', messages, stream: true })
    for await (const chunk of stream) parts.push(chunk.choices[0]?.delta.content ?? '')
    expect(parts).toEqual(['hel', 'lo'])
    expect(models()).toEqual(['gpt-4o-mini'])
  })

  it('gets embeddings', async () => {
    upstream.answer(reply({ body: { object: 'list', data: [{ index: 0, embedding: [0.5] }] } }))
    const options = { model: 'any', input: 'hi', encoding_format: 'float' as const }
    expect((await client('embed').embeddings.create(options)).data[0]?.embedding).toEqual([0.5])
    expect(upstream.requests[0]?.target).toBe('/openai/v1/embeddings')
  })

  it('may have /v1 in its base URL', async () => {
    upstream.answer(reply({ body: completion }))
    expect((await client('chat/v1').chat.completions.create({ model: 'any', messages })).id).toBe('chatcmpl-1')
    expect(upstream.requests[0]?.target).toBe('/openai/v1/chat/completions')
  })

  it('is told of a route that is not there', async () => {
    await expect(client('nonesuch').chat.completions.create({ model: 'any', messages })).rejects.toThrow(/404/)
  })
})
