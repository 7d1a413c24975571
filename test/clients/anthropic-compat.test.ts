// The unmodified Anthropic SDK at the unified endpoint, for models of other providers, Anthropic's own and a route.

import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { models, said, setCompatScene, token, weatherArguments } from './compat-scene.ts'

const { base, seen } = await setCompatScene()
const client = new Anthropic({ baseURL: base, apiKey: token, maxRetries: 0 })
const ask = (words: string): Anthropic.MessageParam[] => [{ role: 'user', content: words }]
const tools: Anthropic.Tool[] = [
  {
    name: 'weather',
    description: 'The weather in a city',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
]

describe.each(models)('%s', (model) => {
  it('answers', async () => {
    const message = await client.messages.create({ model, max_tokens: 100, messages: ask(said.hello[0]) })
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: said.hello[1] }],
      stop_reason: 'end_turn',
    })
  })

  it('streams a call, and goes on with the result', async () => {
    const stream = client.messages.stream({ model, max_tokens: 100, messages: ask(said.weather[0]), tools })
    const texts: string[] = []
    stream.on('text', (delta) => texts.push(delta))
    const message = await stream.finalMessage()
    expect(texts.join('')).toBe(said.weather[1])
    expect(message.stop_reason).toBe('tool_use')
    // The mock has Cohere think aloud before it calls.
    expect(message.content.filter(({ type }) => type !== 'thinking')).toMatchObject([
      { type: 'text', text: said.weather[1] },
      { type: 'tool_use', name: 'weather', input: JSON.parse(weatherArguments) },
    ])
    const call = message.content.find((block) => block.type === 'tool_use')
    const result = { type: 'tool_result', tool_use_id: call?.id ?? '', content: '{"sky":"grey"}' } as const
    const next = await client.messages.create({
      model,
      max_tokens: 100,
      tools,
      messages: [
        ...ask(said.weather[0]),
        { role: 'assistant', content: message.content },
        { role: 'user', content: [result] },
      ],
    })
    expect(next.content).toMatchObject([{ type: 'text', text: said.after[1] }])
  })
})

it('goes untouched to Anthropic, and translated to others', async () => {
  const before = seen().length
  for (const model of ['anthropic/claude-sonnet-4-5', 'openai/gpt-4o']) {
    await client.messages.create({ model, max_tokens: 100, messages: ask(said.hello[0]) })
  }
  expect(
    seen()
      .slice(before)
      .map(({ line }) => line),
  ).toEqual(['POST /v1/messages', 'POST /v1/chat/completions'])
})

it('fails with the SDK’s own errors', async () => {
  const asking = client.messages.create({ model: 'openai/gpt-4o', max_tokens: 100, messages: ask('Nobody knows this') })
  await expect(asking).rejects.toBeInstanceOf(Anthropic.APIError)
})
