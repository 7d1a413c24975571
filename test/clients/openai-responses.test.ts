// The Responses API of the unmodified openai SDK at the unified endpoint, for models of providers that have no such API, and of one that has.

import OpenAI from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import type { FunctionTool, ResponseInput } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { models, said, setCompatScene, token, weatherArguments } from './compat-scene.ts'

const { base, seen } = await setCompatScene()
const client = new OpenAI({ baseURL: base, apiKey: token, maxRetries: 0 })
const weather: FunctionTool = {
  type: 'function',
  name: 'weather',
  description: 'The weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: false,
}

describe.each(models)('%s', (model) => {
  it('responds', async () => {
    const response = await client.responses.create({ model, input: said.hello[0], store: false })
    expect(response).toMatchObject({ object: 'response', status: 'completed', output_text: said.hello[1] })
  })

  it('streams a call, and goes on with the result', async () => {
    const input: ResponseInput = [{ role: 'user', content: said.weather[0] }]
    const stream = client.responses.stream({ model, input, tools: [weather], store: false })
    let streamed = ''
    stream.on('response.function_call_arguments.delta', ({ delta }) => {
      streamed += delta
    })
    const first = await stream.finalResponse()
    expect(streamed).toBe(weatherArguments)
    const call = first.output.find((item) => item.type === 'function_call')
    expect(call).toMatchObject({ name: 'weather', arguments: weatherArguments })
    const result = { type: 'function_call_output', call_id: call?.call_id ?? '', output: '{"sky":"grey"}' } as const
    const next = await client.responses.create({
      model,
      input: [...input, ...(first.output as ResponseInput), result],
      tools: [weather],
      store: false,
    })
    expect(next.output_text).toBe(said.after[1])
  })

  it('parses structured outputs', async () => {
    const format = zodTextFormat(z.object({ city: z.string(), rivers: z.number() }), 'place')
    const response = await client.responses.parse({ model, input: said.place[0], text: { format }, store: false })
    expect(response.output_parsed).toEqual({ city: 'Köln', rivers: 1 })
  })
})

it('goes untouched to a provider that has the API, and translated to others', async () => {
  const before = seen().length
  await client.responses.create({ model: 'openai/gpt-4o', input: said.hello[0] })
  await client.responses.create({ model: 'cohere/command-a-03-2025', input: said.hello[0], store: false })
  expect(
    seen()
      .slice(before)
      .map(({ line }) => line),
  ).toEqual(['POST /v1/responses', 'POST /v2/chat'])
})

it('names what needs OpenAI’s own memory', async () => {
  const asking = client.responses.create({
    model: 'cohere/command-a-03-2025',
    input: 'Hi',
    previous_response_id: 'resp_1',
  })
  await expect(asking).rejects.toThrow(/previous_response_id/)
})
