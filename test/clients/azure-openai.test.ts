// Azure OpenAI in the two ways that the unmodified openai SDK has for it.

import OpenAI, { AzureOpenAI } from 'openai'
import { expect, it } from 'vitest'
import { answer, question, setClientScene, token } from '../support/client-scene.ts'

const { base, last } = await setClientScene()
const baseURL = `${base}/azure-openai/my-resource/my-deployment`
const apiVersion = '2024-10-21'
const defaultHeaders = { 'cf-aig-authorization': `Bearer ${token}` }
const request = { model: 'my-deployment', messages: [{ role: 'user' as const, content: question }] }
const line = `POST /openai/deployments/my-deployment/chat/completions?api-version=${apiVersion}`

it('its AzureOpenAI class, which names the deployment once more', async () => {
  const client = new AzureOpenAI({ baseURL, apiKey: 'mine', apiVersion, defaultHeaders })
  expect((await client.chat.completions.create(request)).choices[0]?.message.content).toBe(answer)
  expect(last().line).toBe(line)
  expect(last().headers['api-key']).toBe('mine')
})

it('its plain class with the key in a header', async () => {
  const client = new OpenAI({
    baseURL,
    apiKey: 'unused',
    defaultQuery: { 'api-version': apiVersion },
    defaultHeaders: { ...defaultHeaders, 'api-key': 'mine', authorization: null },
  })
  expect((await client.chat.completions.create(request)).choices[0]?.message.content).toBe(answer)
  expect(last().line).toBe(line)
  expect(last().headers['api-key']).toBe('mine')
})
