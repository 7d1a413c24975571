// The unmodified @mistralai/mistralai SDK through the gateway.

import { Mistral } from '@mistralai/mistralai'
import { expect, it } from 'vitest'
import { answer, question, setClientScene, storedKey, token } from '../support/client-scene.ts'

const { base, last } = await setClientScene()
const clientWith = (apiKey: string) =>
  new Mistral({ serverURL: `${base}/mistral`, apiKey, retryConfig: { strategy: 'none' } })
const gatewayToken = { headers: { 'cf-aig-authorization': `Bearer ${token}` } }
const request = { model: 'mistral-small-latest', messages: [{ role: 'user' as const, content: question }] }

it('completes', async () => {
  const { choices } = await clientWith('mine').chat.complete(request, gatewayToken)
  expect(choices[0]?.message?.content).toBe(answer)
  expect(last().line).toBe('POST /v1/chat/completions')
  expect(last().headers.authorization).toBe('Bearer mine')
  expect(last().headers).not.toHaveProperty('cf-aig-authorization')
  expect(last().headers).not.toHaveProperty('cookie')
})

it('streams', async () => {
  const parts: string[] = []
  for await (const { data } of await clientWith('mine').chat.stream(request, gatewayToken))
    parts.push(String(data.choices[0]?.delta.content ?? ''))
  expect(parts.join('')).toBe(answer)
  expect(parts.length).toBeGreaterThan(2)
})

it('takes the gateway token for its only key: the stored one goes up', async () => {
  const { choices } = await clientWith(token).chat.complete(request)
  expect(choices[0]?.message?.content).toBe(answer)
  expect(last().headers.authorization).toBe(`Bearer ${storedKey}`)
})

it('shows the envelope of an error', async () => {
  const caught = await clientWith('wrong')
    .chat.complete(request)
    .then(
      () => null,
      (error: unknown) => error,
    )
  expect(caught).toMatchObject({ statusCode: 401 })
  expect(String((caught as { body?: unknown }).body)).toContain('"internalCode":2009')
})
