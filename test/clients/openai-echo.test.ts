// The openai SDK and the built-in provider: what a newcomer tries first, without a key or a network.

import OpenAI from 'openai'
import { afterAll, describe, expect, it } from 'vitest'
import { startGateway } from '../support/gateway.ts'

const gateway = await startGateway({ 'demo.yaml': 'authentication: off\nproviders: { echo: {} }\n' })
afterAll(() => gateway.stop())
const client = new OpenAI({ baseURL: `${gateway.base('demo')}/echo`, apiKey: 'anything' })
const chat = { model: 'echo-1', messages: [{ role: 'user' as const, content: 'Hello, grüße  to 👋🏽 all' }] }

describe('chat', () => {
  it('whole, the same every time', async () => {
    const first = await client.chat.completions.create(chat)
    expect(first).toMatchObject({
      object: 'chat.completion',
      model: 'echo-1',
      choices: [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: chat.messages[0]?.content } },
      ],
      usage: { prompt_tokens: 5, completion_tokens: 5, total_tokens: 10 },
    })
    expect(await client.chat.completions.create(chat)).toEqual(first)
  })

  it('streamed, with the usage at the end where it is asked for', async () => {
    const stream = await client.chat.completions.create({
      ...chat,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(chat.messages[0]?.content)
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant')
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop')
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 10 } })
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  })

  it('gathered by the SDK’s own helper', async () => {
    const runner = client.chat.completions.stream(chat)
    expect(await runner.finalContent()).toBe(chat.messages[0]?.content)
  })

  it('of parts, with a system message', async () => {
    const completion = await client.chat.completions.create({
      model: 'echo-1',
      messages: [
        { role: 'system', content: 'be brief' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'two ' },
            { type: 'text', text: 'parts' },
          ],
        },
      ],
    })
    expect(completion.choices[0]?.message.content).toBe('two parts')
  })
})

describe('embeddings', () => {
  it('in base64, as the SDK asks for them, are the floats', async () => {
    const input = ['one', 'two']
    const packed = await client.embeddings.create({ model: 'echo-1', input })
    const plain = await client.embeddings.create({ model: 'echo-1', input, encoding_format: 'float' })
    expect(packed.data.map(({ embedding }) => [...embedding])).toEqual(plain.data.map(({ embedding }) => embedding))
    expect(packed.data.map(({ index }) => index)).toEqual([0, 1])
    expect(packed.data[0]?.embedding).not.toEqual(packed.data[1]?.embedding)
    for (const { embedding } of plain.data) expect(Math.hypot(...embedding)).toBeCloseTo(1, 5)
  })

  it('of as many dimensions as asked for', async () => {
    const { data } = await client.embeddings.create({ model: 'echo-1', input: 'one', dimensions: 32 })
    expect(data[0]?.embedding).toHaveLength(32)
  })
})

it('lists its model', async () => {
  const { data } = await client.models.list()
  expect(data.map(({ id }) => id)).toEqual(['echo-1'])
})

it.each([
  ['no messages', { model: 'echo-1', messages: [] }],
  ['messages that are no list', { model: 'echo-1', messages: 'hello' }],
])('says what is wrong with %s', async (_, body) => {
  await expect(client.chat.completions.create(body as never)).rejects.toThrow(/'messages' must be a list/)
})
