// The unmodified cohere-ai SDK through the gateway.

import { CohereClientV2, CohereError } from 'cohere-ai'
import { expect, it } from 'vitest'
import { answer, question, setClientScene, storedKey, token } from '../support/client-scene.ts'

const { base, last } = await setClientScene()
const environment = `${base}/cohere`
const gatewayToken = { headers: { 'cf-aig-authorization': `Bearer ${token}` } }
const own = new CohereClientV2({ environment, token: 'mine' })
const request = { model: 'command-r-plus', messages: [{ role: 'user' as const, content: question }] }

it('completes', async () => {
  const { message } = await own.chat(request, gatewayToken)
  expect(message.content).toMatchObject([{ type: 'text', text: answer }])
  expect(last().line).toBe('POST /v2/chat')
  expect(last().headers.authorization).toBe('Bearer mine')
  expect(last().headers).not.toHaveProperty('cf-aig-authorization')
})

it('streams', async () => {
  const parts: string[] = []
  for await (const event of await own.chatStream(request, gatewayToken))
    if (event.type === 'content-delta') parts.push(event.delta?.message?.content?.text ?? '')
  expect(parts.join('')).toBe(answer)
  expect(parts.length).toBeGreaterThan(1)
})

it('takes the gateway token for its only key: the stored one goes up', async () => {
  const client = new CohereClientV2({ environment, token })
  expect((await client.chat(request)).message.content).toMatchObject([{ text: answer }])
  expect(last().headers.authorization).toBe(`Bearer ${storedKey}`)
})

it('throws its own class for a token that is wrong', async () => {
  const caught = await own.chat(request, { maxRetries: 0 }).then(
    () => null,
    (error: unknown) => error,
  )
  expect(caught).toBeInstanceOf(CohereError)
  expect(caught).toMatchObject({ statusCode: 401, body: { internalCode: 2009 } })
})
