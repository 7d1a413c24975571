// The unmodified openai SDK at the unified endpoint, for models of several providers and a route: chat, its stream helper, structured
// outputs, embeddings and the list of models.

import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { models, said, setCompatScene, token, vector, weatherArguments } from './compat-scene.ts'

const { base } = await setCompatScene()
const client = new OpenAI({ baseURL: base, apiKey: token, maxRetries: 0 })
const ask = (words: string): ChatCompletionMessageParam[] => [{ role: 'user', content: words }]
const tools: ChatCompletionTool[] = [
  {
    type: 'function',
    function: {
      name: 'weather',
      description: 'The weather in a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
]

describe.each(models)('%s', (model) => {
  it('chats', async () => {
    const completion = await client.chat.completions.create({ model, messages: ask(said.hello[0]) })
    expect(completion.object).toBe('chat.completion')
    expect(completion.choices[0]).toMatchObject({
      message: { role: 'assistant', content: said.hello[1] },
      finish_reason: 'stop',
    })
  })

  it('streams', async () => {
    const stream = await client.chat.completions.create({ model, messages: ask(said.hello[0]), stream: true })
    const parts: string[] = []
    for await (const chunk of stream) parts.push(chunk.choices[0]?.delta.content ?? '')
    expect(parts.join('')).toBe(said.hello[1])
    expect(parts.length).toBeGreaterThan(3)
  })

  it('calls tools in a stream, by the SDK’s helper, and goes on with the result', async () => {
    const stream = client.chat.completions.stream({ model, messages: ask(said.weather[0]), tools })
    const called: string[] = []
    stream.on('tool_calls.function.arguments.done', (call) => called.push(`${call.name} ${call.arguments}`))
    const { choices } = await stream.finalChatCompletion()
    expect(called).toEqual([`weather ${weatherArguments}`])
    const message = choices[0]?.message
    expect(message).toMatchObject({
      content: said.weather[1],
      tool_calls: [{ type: 'function', function: { name: 'weather', arguments: weatherArguments } }],
    })
    expect(choices[0]?.finish_reason).toBe('tool_calls')
    const tool_call_id = message?.tool_calls?.[0]?.id ?? ''
    const messages = [
      ...ask(said.weather[0]),
      message as ChatCompletionMessageParam,
      { role: 'tool', tool_call_id, content: '{"sky":"grey"}' } as const,
    ]
    const next = await client.chat.completions.create({ model, messages, tools })
    expect(next.choices[0]?.message.content).toBe(said.after[1])
  })

  it('parses structured outputs', async () => {
    const place = z.object({ city: z.string(), rivers: z.number() })
    const { choices } = await client.chat.completions.parse({
      model,
      messages: ask(said.place[0]),
      response_format: zodResponseFormat(place, 'place'),
    })
    expect(choices[0]?.message.parsed).toEqual({ city: 'Köln', rivers: 1 })
  })
})

describe('the rest of the API', () => {
  it.each(['openai/text-embedding-3-small', 'cohere/embed-v4.0'])(
    'embeds with %s, in base64 as the SDK asks for it',
    async (model) => {
      const { data } = await client.embeddings.create({ model, input: ['one text', 'another'] })
      expect(data.map(({ embedding }) => embedding)).toEqual([vector, vector])
    },
  )

  it('lists the models that the YAML names', async () => {
    const ids: string[] = []
    for await (const { id } of client.models.list()) ids.push(id)
    expect(ids).toEqual(expect.arrayContaining(['dynamic/chat', 'anthropic/claude-sonnet-4-5']))
    expect((await client.models.retrieve('dynamic/chat')).object).toBe('model')
  })

  it('fails as OpenAI does for a provider that is not there', async () => {
    const asking = client.chat.completions.create({ model: 'nobody/none', messages: ask('Hi') })
    await expect(asking).rejects.toBeInstanceOf(OpenAI.BadRequestError)
  })
})
