// Vercel's AI SDK with its OpenAI-compatible provider at the unified endpoint, unmodified: texts, streams with tools that the SDK runs, and
// objects, for models of several providers and a route.

import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, Output, stepCountIs, streamText, tool } from 'ai'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { models, said, setCompatScene, token, weatherArguments } from './compat-scene.ts'

const { base } = await setCompatScene()
const gateway = createOpenAICompatible({
  name: 'gateway',
  baseURL: base,
  apiKey: token,
  includeUsage: true,
  supportsStructuredOutputs: true,
})

describe.each(models)('%s', (name) => {
  const model = gateway(name)

  it('generates text', async () => {
    const { text, finishReason } = await generateText({ model, prompt: said.hello[0], maxRetries: 0 })
    expect([text, finishReason]).toEqual([said.hello[1], 'stop'])
  })

  it('streams text, runs the tool that is called, and streams on', async () => {
    const inputs: unknown[] = []
    const weather = tool({
      description: 'The weather in a city',
      inputSchema: z.object({ city: z.string(), days: z.array(z.number()).optional() }),
      execute: (input) => {
        inputs.push(input)
        return { sky: 'grey' }
      },
    })
    const result = streamText({
      model,
      prompt: said.weather[0],
      tools: { weather },
      stopWhen: stepCountIs(3),
      maxRetries: 0,
      onError: ({ error }) => {
        throw error
      },
    })
    const deltas: string[] = []
    for await (const delta of result.textStream) deltas.push(delta)
    expect(inputs).toEqual([JSON.parse(weatherArguments)])
    expect(deltas.join('')).toBe(said.weather[1] + said.after[1])
    const steps = await result.steps
    expect(steps.map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop'])
  })

  it('generates an object', async () => {
    const schema = z.object({ city: z.string(), rivers: z.number() })
    const { output } = await generateText({
      model,
      prompt: said.place[0],
      output: Output.object({ schema }),
      maxRetries: 0,
    })
    expect(output).toEqual({ city: 'Köln', rivers: 1 })
  })
})
