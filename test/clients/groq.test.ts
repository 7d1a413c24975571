// The unmodified groq-sdk through the gateway: it puts `/openai/v1` behind any base URL.

import Groq from 'groq-sdk'
import { expect, it } from 'vitest'
import { answer, question, setClientScene, storedKey, token } from '../support/client-scene.ts'

const { base, last } = await setClientScene()
const own = new Groq({
  baseURL: `${base}/groq`,
  apiKey: 'gsk-mine',
  defaultHeaders: { 'cf-aig-authorization': `Bearer ${token}` },
})
const request = { model: 'llama-3.3-70b-versatile', messages: [{ role: 'user' as const, content: question }] }

it('completes', async () => {
  expect((await own.chat.completions.create(request)).choices[0]?.message.content).toBe(answer)
  expect(last().line).toBe('POST /v1/chat/completions')
  expect(last().headers.authorization).toBe('Bearer gsk-mine')
})

it('streams', async () => {
  const parts: string[] = []
  for await (const chunk of await own.chat.completions.create({ ...request, stream: true }))
    parts.push(chunk.choices[0]?.delta.content ?? '')
  expect(parts.join('')).toBe(answer)
  expect(parts.length).toBeGreaterThan(2)
})

it('takes the gateway token for its only key: the stored one goes up', async () => {
  const client = new Groq({ baseURL: `${base}/groq`, apiKey: token })
  expect((await client.chat.completions.create(request)).choices[0]?.message.content).toBe(answer)
  expect(last().headers.authorization).toBe(`Bearer ${storedKey}`)
})

it('throws its own class for a token that is wrong', async () => {
  const client = new Groq({ baseURL: `${base}/groq`, apiKey: 'wrong', maxRetries: 0 })
  await expect(client.chat.completions.create(request)).rejects.toBeInstanceOf(Groq.AuthenticationError)
})
