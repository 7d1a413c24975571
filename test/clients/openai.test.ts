// The unmodified openai SDK through the gateway.

import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { answer, question, setClientScene, storedKey, token } from '../support/client-scene.ts'

const { base, last } = await setClientScene()
const own = new OpenAI({
  baseURL: `${base}/openai`,
  apiKey: 'sk-mine',
  defaultHeaders: { 'cf-aig-authorization': `Bearer ${token}` },
})
const messages = [{ role: 'user' as const, content: question }]

describe('chat completions', () => {
  it('whole', async () => {
    const completion = await own.chat.completions.create({ model: 'gpt-4o', messages })
    expect(completion.choices[0]?.message.content).toBe(answer)
    expect(completion.object).toBe('chat.completion')
    expect(last().line).toBe('POST /v1/chat/completions')
    expect(last().headers).toMatchObject({ authorization: 'Bearer sk-mine', accept: 'application/json' })
    expect(last().headers).not.toHaveProperty('cf-aig-authorization')
  })

  it('streamed', async () => {
    const stream = await own.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
    const parts: string[] = []
    for await (const chunk of stream) parts.push(chunk.choices[0]?.delta.content ?? '')
    expect(parts.join('')).toBe(answer)
    expect(parts.length).toBeGreaterThan(2)
  })

  it('with the stream left in the middle', async () => {
    const stream = await own.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
    for await (const chunk of stream) {
      expect(chunk.object).toBe('chat.completion.chunk')
      break
    }
    expect(stream.controller.signal.aborted).toBe(true)
  })
})

describe('the rest of the API', () => {
  it('responses, whole and streamed', async () => {
    const response = await own.responses.create({ model: 'gpt-4o', input: question })
    expect(response.output_text).toBe(answer)
    expect(last().line).toBe('POST /v1/responses')
    const stream = await own.responses.create({ model: 'gpt-4o', input: question, stream: true })
    let text = ''
    for await (const event of stream) if (event.type === 'response.output_text.delta') text += event.delta
    expect(text).toBe(answer)
  })

  it('embeddings, which it asks for in base64', async () => {
    const { data } = await own.embeddings.create({ model: 'text-embedding-3-small', input: question })
    expect(data[0]?.embedding).toEqual([0.5, -0.25, 0.125])
    expect(last().line).toBe('POST /v1/embeddings')
  })

  it('the list of models', async () => {
    const models = []
    for await (const model of own.models.list()) models.push(model.object)
    expect(models.length).toBeGreaterThan(0)
    expect(new Set(models)).toEqual(new Set(['model']))
  })
})

describe('the base URL', () => {
  it('may end in /v1', async () => {
    const client = own.withOptions({ baseURL: `${base}/openai/v1` })
    expect((await client.chat.completions.create({ model: 'gpt-4o', messages })).choices[0]?.message.content).toBe(
      answer,
    )
    expect(last().line).toBe('POST /v1/chat/completions')
  })

  it('may come with the gateway token as the only key: the stored one goes up', async () => {
    const client = new OpenAI({ baseURL: `${base}/openai`, apiKey: token })
    expect((await client.chat.completions.create({ model: 'gpt-4o', messages })).choices[0]?.message.content).toBe(
      answer,
    )
    expect(last().headers.authorization).toBe(`Bearer ${storedKey}`)
  })
})
