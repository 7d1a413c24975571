// The unified endpoint before a mock of the providers that others wrote: words, thoughts and calls, whole and streaming, and then the calls'
// results, for every dialect that the mock speaks.

import { LLMock } from '@copilotkit/aimock'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import { afterAll, describe, expect, it } from 'vitest'
import type { AssistantPart, ChatResponse, JsonObject } from '../../../runtime/dialects/chat.ts'
import { openaiApplication } from '../../dialects/conformance/openai-application.ts'
import { call } from '../../support/call.ts'
import { startGateway } from '../../support/gateway.ts'

const arguments_ = ['{"city":"Köln","größe":"🙂"}', '{}'] as const
const vendor = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 3 })
vendor.addFixture({ match: { userMessage: 'Hello?' }, response: { content: 'Größer 🙂 als gedacht.' } })
vendor.addFixture({
  match: { userMessage: 'Weather?', hasToolResult: false },
  response: {
    content: 'I look.',
    toolCalls: [
      { name: 'weather', arguments: arguments_[0] },
      { name: 'now', arguments: arguments_[1] },
    ],
  },
})
vendor.addFixture({ match: { userMessage: 'Weather?', hasToolResult: true }, response: { content: 'It rains.' } })
vendor.addFixture({
  match: { userMessage: 'Fail.' },
  response: { error: { message: 'Too many requests.', type: 'rate_limit_error' }, status: 429 },
})
const url = await vendor.start()
const gateway = await startGateway(
  {
    'demo.yaml': `
authentication: off
cache: off
retries: { attempts: 1 }
providers:
  openai: { url: "${url}/v1", key: { secret: KEY } }
  anthropic: { url: "${url}/v1", key: { secret: KEY } }
  google-ai-studio: { url: "${url}", key: { secret: KEY } }
  aws-bedrock: { url: "${url}", key: { secret: AWS } }
  cohere: { url: "${url}", key: { secret: KEY } }
`,
  },
  { env: { KEY: 'key', AWS: '{"accessKeyId":"AKID","secretAccessKey":"secret"}' } },
)
afterAll(async () => {
  await gateway.stop()
  await vendor.stop()
})

const models = [
  'openai/gpt-4o',
  'anthropic/claude-sonnet-4-5',
  'google-ai-studio/gemini-2.5-flash',
  'aws-bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'cohere/command-a-03-2025',
]
const tools = ['weather', 'now'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}))
const user = (content: string): ChatCompletionMessageParam => ({ role: 'user', content })

async function ask(
  model: string,
  stream: boolean,
  messages: readonly ChatCompletionMessageParam[],
): Promise<ChatResponse> {
  const body = {
    model,
    messages,
    tools,
    max_tokens: 500,
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
  }
  const answered = await send(body)
  expect([answered.status, stream || answered.text]).toEqual([200, stream || answered.text])
  const whole = stream ? await openaiApplication.accumulate(answered.text) : (answered.json as JsonObject)
  return openaiApplication.understand(whole)
}

function send(body: object) {
  const headers = { 'content-type': 'application/json' }
  return call(`${gateway.base('demo')}/compat/chat/completions`, { headers, body: JSON.stringify(body) })
}

/** But for thoughts: the mock has Cohere think aloud before it calls. */
function said({ choices }: ChatResponse): readonly AssistantPart[] {
  return choices.flatMap(({ content }) => content.filter(({ kind }) => kind !== 'reasoning'))
}

describe.each(models)('%s', (model) => {
  it.each([false, true])('says words (stream: %s)', async (stream) => {
    const answer = await ask(model, stream, [user('Hello?')])
    expect(said(answer)).toEqual([{ kind: 'text', text: 'Größer 🙂 als gedacht.', cacheControl: null }])
    expect(answer.choices[0]?.finish.reason).toBe('stop')
  })

  it.each([false, true])('calls tools, and goes on with their results (stream: %s)', async (stream) => {
    const answer = await ask(model, stream, [user('Weather?')])
    const calls = said(answer).filter((part) => part.kind === 'tool_call')
    expect(said(answer)).toMatchObject([
      { kind: 'text', text: 'I look.' },
      { kind: 'tool_call', name: 'weather', arguments: arguments_[0] },
      { kind: 'tool_call', name: 'now', arguments: arguments_[1] },
    ])
    expect(answer.choices[0]?.finish.reason).toBe('tool_calls')
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2)

    const results = calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: '{"sky":"grey"}' }) as const)
    const tool_calls = calls.map(({ id, name, arguments: json }) => {
      return { id, type: 'function', function: { name, arguments: json } } as const
    })
    const next = await ask(model, stream, [
      user('Weather?'),
      { role: 'assistant', content: 'I look.', tool_calls },
      ...results,
    ])
    expect(said(next)).toMatchObject([{ kind: 'text', text: 'It rains.' }])
  })

  it('fails as the provider does', async () => {
    const answered = await send({ model, messages: [user('Fail.')], max_tokens: 500 })
    expect(answered.status).toBe(429)
    expect(answered.json).toMatchObject({ error: { message: expect.stringContaining('Too many requests.') } })
  })
})
