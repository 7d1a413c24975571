// The unmodified @anthropic-ai/sdk through the gateway.

import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { answer, question, setClientScene, storedKey, token } from '../support/client-scene.ts'

const { base, last } = await setClientScene()
const own = new Anthropic({
  baseURL: `${base}/anthropic`,
  apiKey: 'sk-mine',
  defaultHeaders: { 'cf-aig-authorization': `Bearer ${token}` },
})
const request = { model: 'claude-sonnet-4', max_tokens: 100, messages: [{ role: 'user' as const, content: question }] }

describe('messages', () => {
  it('whole', async () => {
    const message = await own.messages.create(request)
    expect(message.content).toMatchObject([{ type: 'text', text: answer }])
    expect(last().line).toBe('POST /v1/messages')
    expect(last().headers.authorization).toBe('Bearer sk-mine')
    expect(JSON.stringify(last().headers)).not.toContain(storedKey)
    expect(last().headers['anthropic-version']).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(last().headers).not.toHaveProperty('cf-aig-authorization')
  })

  it('streamed, by the helper', async () => {
    const stream = own.messages.stream(request)
    const parts: string[] = []
    stream.on('text', (text) => parts.push(text))
    expect(await stream.finalText()).toBe(answer)
    expect(parts.join('')).toBe(answer)
    expect(parts.length).toBeGreaterThan(1)
  })

  it('streamed, event by event', async () => {
    const types: string[] = []
    for await (const event of await own.messages.create({ ...request, stream: true })) types.push(event.type)
    expect(types[0]).toBe('message_start')
    expect(types).toContain('content_block_delta')
    expect(types.at(-1)).toBe('message_stop')
  })
})

it('takes the gateway token for its only key: the stored one goes up', async () => {
  const client = new Anthropic({ baseURL: `${base}/anthropic`, apiKey: token })
  expect((await client.messages.create(request)).content).toMatchObject([{ text: answer }])
  expect(last().headers['x-api-key']).toBe(storedKey)
  expect(last().headers).not.toHaveProperty('authorization')
})

it('throws its own class for a token that is wrong, with the envelope in it', async () => {
  const client = new Anthropic({ baseURL: `${base}/anthropic`, apiKey: 'wrong', maxRetries: 0 })
  const caught = await client.messages.create(request).then(
    () => null,
    (error: unknown) => error,
  )
  expect(caught).toBeInstanceOf(Anthropic.AuthenticationError)
  expect(caught).toMatchObject({ status: 401, error: { error: [{ code: 2009, message: 'Unauthorized' }] } })
})
