// A client in the manner of `ai-gateway-provider`: it lets unmodified SDKs make their requests, posts what they would have sent as
// steps, with lower-case header names and the query inside `endpoint`, and hands the answer to the SDK that `cf-aig-step` names.

import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { events, reply } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
cache: off
providers:
  openai: { url: "${url}/openai/v1", key: { secret: KEY } }
  anthropic: { url: "${url}/anthropic/v1", key: { secret: KEY } }
  google-ai-studio: { url: "${url}/google", key: { secret: KEY } }
`,
    'open.yaml': `
authentication: off
cache: off
providers: { openai: { url: "${url}/openai/v1" } }
`,
  }),
  { env: { TOKEN: 'gateway-token', KEY: 'stored' } },
)

interface Step {
  readonly provider: string
  readonly endpoint: string
  readonly headers: { readonly [name: string]: string }
  readonly query: unknown
}
type Fetch = typeof globalThis.fetch
/** Makes a request with an SDK that fetches through `fetch`, and reads its answer. */
type Ask = (fetch: Fetch) => Promise<unknown>

/** Where the vendors live, and what each is called here. */
const vendors = [
  [/^https:\/\/api\.openai\.com\/v1\//, 'openai'],
  [/^https:\/\/api\.anthropic\.com\//, 'anthropic'],
  [/^https:\/\/generativelanguage\.googleapis\.com\//, 'google-ai-studio'],
] as const

function stepOf(url: string, init: RequestInit | undefined): Step {
  const [pattern, provider] = vendors.find(([pattern]) => pattern.test(url)) ?? [/^$/, url]
  return {
    provider,
    endpoint: url.replace(pattern, ''),
    headers: Object.fromEntries(new Headers(init?.headers)),
    query: JSON.parse(String(init?.body)),
  }
}

/** Asks each in turn what it would send, posts that, and lets the one that answered read the answer. */
async function universal(
  asks: readonly Ask[],
  { id = 'demo', apiKey = 'gateway-token' as string | undefined, options = {} } = {},
): Promise<unknown> {
  const steps = await Promise.all(asks.map(requestOf))
  const response = await fetch(gateway.base(id), {
    method: 'POST',
    headers: { ...options, 'Content-Type': 'application/json', 'cf-aig-authorization': `Bearer ${apiKey}` },
    body: JSON.stringify(steps),
  })
  if (response.status === 400 || response.status === 401) {
    const { success, error } = (await response.clone().json()) as { success?: boolean; error?: { code: number }[] }
    if (success === false) throw new Error(`code ${error?.[0]?.code}`)
  }
  const ask = asks[Number.parseInt(response.headers.get('cf-aig-step') ?? '0', 10)]
  if (ask === undefined) throw new Error('a step that was not sent')
  return ask(async () => response)
}

function requestOf(ask: Ask): Promise<Step> {
  return new Promise((resolve, reject) => {
    const stopped = new Error('stopped')
    ask(async (url, init) => {
      resolve(stepOf(String(url), init))
      throw stopped
    }).catch(reject)
  })
}

const messages = [{ role: 'user' as const, content: 'hi' }]
const openai: Ask = async (fetch) => {
  const client = new OpenAI({ apiKey: 'sk-mine', fetch, maxRetries: 0 })
  return (await client.chat.completions.create({ model: 'gpt-4o', messages })).choices[0]?.message.content
}
const openaiStream: Ask = async (fetch) => {
  const client = new OpenAI({ apiKey: 'sk-mine', fetch, maxRetries: 0 })
  const parts: string[] = []
  const stream = await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
  for await (const chunk of stream) parts.push(chunk.choices[0]?.delta.content ?? '')
  return parts
}
const anthropic: Ask = async (fetch) => {
  const client = new Anthropic({ apiKey: 'sk-ant-mine', fetch, maxRetries: 0 })
  const { content } = await client.beta.messages.create({ model: 'claude', max_tokens: 9, messages, betas: ['b-1'] })
  return content[0]?.type === 'text' ? content[0].text : null
}
const completion = (content: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
})
const message = { id: 'msg_1', type: 'message', role: 'assistant', content: [{ type: 'text', text: 'from anthropic' }] }

describe('the SDK whose step answered reads the answer', () => {
  it('the first', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ body: completion('from openai') }) }))
    expect(await universal([openai, anthropic])).toBe('from openai')
    const [arrival] = upstream.requests
    expect(arrival?.target).toBe('/openai/v1/chat/completions')
    expect(arrival?.headers).toMatchObject({ authorization: 'Bearer sk-mine', accept: 'application/json' })
    expect(JSON.stringify(arrival?.headers)).not.toContain('gateway-token')
    expect(JSON.parse(String(arrival?.body))).toEqual({ model: 'gpt-4o', messages })
  })

  it('the second, when the first fails', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ status: 500 }), '/anthropic/': reply({ body: message }) }))
    expect(await universal([openai, anthropic])).toBe('from anthropic')
    const arrival = upstream.requests[1]
    expect(arrival?.target).toBe('/anthropic/v1/messages')
    expect(arrival?.headers).toMatchObject({ 'anthropic-beta': 'b-1', 'content-type': 'application/json' })
    expect(JSON.stringify(arrival?.headers)).toContain('sk-ant-mine')
    expect(JSON.stringify(arrival?.headers)).not.toContain('sk-mine')
  })

  it('a stream', async () => {
    const chunks = ['from ', 'openai'].map((content) => ({ choices: [{ index: 0, delta: { content } }] }))
    upstream.answer(byTarget({ '/openai/': events(...chunks) }))
    expect(await universal([openaiStream, anthropic])).toEqual(['from ', 'openai'])
  })

  it('an error of the last, as that vendor says it', async () => {
    const error = { error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } }
    upstream.answer(
      byTarget({ '/openai/': reply({ status: 429, body: error }), '/anthropic/': reply({ status: 500 }) }),
    )
    await expect(universal([anthropic, openai])).rejects.toThrow('429 Rate limit reached')
  })
})

it('keeps the query that an SDK put into its URL', async () => {
  const steps = await requestOfGoogle()
  upstream.answer(events({ candidates: [] }))
  const response = await fetch(gateway.base('demo'), {
    method: 'POST',
    headers: { 'cf-aig-authorization': 'Bearer gateway-token' },
    body: JSON.stringify([steps]),
  })
  expect(response.status).toBe(200)
  expect(upstream.requests[0]?.target).toMatch(
    /^\/google\/v1(?:beta)?\/models\/gemini-2\.5-flash:streamGenerateContent\?alt=sse$/,
  )
  expect(upstream.requests[0]?.headers['x-goog-api-key']).toBe('g-mine')
})

/** This SDK takes no fetch of its own: the global one stands in for a moment. */
async function requestOfGoogle(): Promise<Step> {
  const original = globalThis.fetch
  const client = new GoogleGenAI({ apiKey: 'g-mine' })
  try {
    return await new Promise<Step>((resolve) => {
      globalThis.fetch = async (url, init) => {
        resolve(stepOf(String(url), init))
        throw new Error('stopped')
      }
      void client.models.generateContentStream({ model: 'gemini-2.5-flash', contents: 'hi' }).catch(() => {})
    })
  } finally {
    globalThis.fetch = original
  }
}

describe('its options', () => {
  it('stand on the request, under the names of any version, and stay in the gateway', async () => {
    upstream.answer(reply({ body: completion('ok') }))
    const options = {
      'cf-skip-cache': 'true',
      'cf-cache-ttl': '3600',
      'cf-aig-metadata': '{"team":null,"n":1}',
      'cf-aig-collect-log': 'false',
      'cf-aig-event-id': 'my-event',
      'cf-aig-request-timeout': '5000',
      'cf-aig-max-attempts': '2',
      'cf-aig-retry-delay': '10',
      'cf-aig-backoff': 'constant',
    }
    expect(await universal([openai], { options })).toBe('ok')
    const names = Object.keys(upstream.requests[0]?.headers ?? {})
    expect(names.filter((name) => name.startsWith('cf-'))).toEqual([])
  })

  it('or in each step, where the binding puts them', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ status: 503 }), '/anthropic/': reply({ body: message }) }))
    const steps = await Promise.all([openai, anthropic].map(requestOf))
    const options = { 'cf-aig-max-attempts': 2, 'cf-aig-retry-delay': 1, 'cf-aig-collect-log': true }
    const response = await fetch(gateway.base('demo'), {
      method: 'POST',
      headers: { 'cf-aig-authorization': 'gateway-token' },
      body: JSON.stringify(steps.map((step) => ({ ...step, headers: { ...step.headers, ...options } }))),
    })
    expect(response.headers.get('cf-aig-step')).toBe('1')
    expect(upstream.requests).toHaveLength(3)
    for (const { headers } of upstream.requests) expect(Object.keys(headers).join()).not.toContain('cf-aig')
  })
})

describe('the errors that it knows', () => {
  it('no such gateway: 400 with code 2001', async () => {
    await expect(universal([openai], { id: 'nonesuch' })).rejects.toThrow('code 2001')
  })

  it('a wrong key of the gateway: 401 with code 2009', async () => {
    await expect(universal([openai], { apiKey: 'wrong' })).rejects.toThrow('code 2009')
  })

  it('no key where none is asked for is none', async () => {
    upstream.answer(reply({ body: completion('ok') }))
    expect(await universal([openai], { id: 'open', apiKey: undefined })).toBe('ok')
  })
})
