// The unmodified @google/genai SDK through the gateway.

import { GoogleGenAI } from '@google/genai'
import { describe, expect, it } from 'vitest'
import { reply } from '../support/answers.ts'
import { answer, question, setClientScene, storedKey, token } from '../support/client-scene.ts'
import { startGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const { base, last } = await setClientScene()
const clientWith = (apiKey: string, headers = {}) =>
  new GoogleGenAI({
    apiKey,
    // The version that aimock speaks.
    httpOptions: { baseUrl: `${base}/google-ai-studio`, apiVersion: 'v1beta', headers },
  })
const own = clientWith('mine', { 'cf-aig-authorization': `Bearer ${token}` })
const request = { model: 'gemini-2.5-flash', contents: question }

describe('content', () => {
  it('whole', async () => {
    expect((await own.models.generateContent(request)).text).toBe(answer)
    expect(last().line).toBe('POST /v1beta/models/gemini-2.5-flash:generateContent')
    expect(last().headers['x-goog-api-key']).toBe('mine')
    expect(last().headers).not.toHaveProperty('cf-aig-authorization')
  })

  it('streamed', async () => {
    const parts: string[] = []
    for await (const chunk of await own.models.generateContentStream(request)) parts.push(chunk.text ?? '')
    expect(parts.join('')).toBe(answer)
    expect(parts.length).toBeGreaterThan(1)
    expect(last().line).toBe('POST /v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse')
  })
})

it('takes the gateway token for its only key: the stored one goes up', async () => {
  expect((await clientWith(token).models.generateContent(request)).text).toBe(answer)
  expect(last().headers['x-goog-api-key']).toBe(storedKey)
})

it('shows the whole envelope of an error', async () => {
  await expect(clientWith('wrong').models.generateContent(request)).rejects.toThrow(/2009/)
})

it('calls version 1 by itself, which goes up as it is', async () => {
  const candidates = [{ content: { role: 'model', parts: [{ text: 'v1' }] }, finishReason: 'STOP' }]
  const upstream = await startUpstream(reply({ body: { candidates } }))
  const gateway = await startGateway({
    'demo.yaml': `authentication: off\nproviders: { google-ai-studio: { url: "${upstream.url}" } }\n`,
  })
  try {
    const baseUrl = `${gateway.base('demo')}/google-ai-studio`
    const client = new GoogleGenAI({ apiKey: 'mine', httpOptions: { baseUrl } })
    expect((await client.models.generateContent(request)).text).toBe('v1')
    expect(upstream.requests[0]?.target).toMatch(/^\/v1(beta)?\/models\/gemini-2\.5-flash:generateContent$/)
  } finally {
    await gateway.stop()
    await upstream.stop()
  }
})
