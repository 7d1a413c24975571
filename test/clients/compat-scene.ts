// The scene of SDKs at the unified endpoint: aimock plays vendors of several dialects, a gateway with a token and stored keys stands in front,
// and a route goes over two of them. What reaches a vendor is recorded.

import { LLMock } from '@copilotkit/aimock'
import { afterAll } from 'vitest'
import { from } from '../support/answers.ts'
import { startGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

/** Opens the gateway, and is all that a client has. */
export const token = 'gateway-token'

/** Models of each dialect, and a route: its first step fails, its second is Anthropic's. */
export const models = [
  'openai/gpt-4o',
  'anthropic/claude-sonnet-4-5',
  'google-ai-studio/gemini-2.5-flash',
  'cohere/command-a-03-2025',
  'dynamic/chat',
] as const

/** What is asked, and what is answered to it. */
export const said = {
  hello: ['Say hello', 'Hello from behind the gateway. 🙂'],
  weather: ['How is the weather in Köln?', 'I look.'],
  after: ['', 'It rains in Köln.'],
  place: ['Where is the cathedral?', '{"city":"Köln","rivers":1}'],
} as const

/** The one call that is made for the weather. */
export const weatherArguments = '{"city":"Köln","days":[1,2]}'

/** The vector of every text. */
export const vector = [0.5, -0.25, 0.125]

/** What a test needs. */
export interface CompatScene {
  /** `http://…/v1/acct/demo/compat` */
  readonly base: string
  /** The requests that reached vendors: `POST /openai/v1/chat/completions`, and what they said. */
  seen(): readonly { readonly line: string; readonly body: string }[]
}

/** Starts it for all tests of the file. */
export async function setCompatScene(): Promise<CompatScene> {
  const vendor = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 4 })
  vendor.addFixture({ match: { userMessage: said.hello[0] }, response: { content: said.hello[1] } })
  vendor.addFixture({
    match: { userMessage: said.weather[0], hasToolResult: false },
    response: { content: said.weather[1], toolCalls: [{ name: 'weather', arguments: weatherArguments }] },
  })
  vendor.addFixture({
    match: { userMessage: said.weather[0], hasToolResult: true },
    response: { content: said.after[1] },
  })
  vendor.addFixture({ match: { userMessage: said.place[0] }, response: { content: said.place[1] } })
  vendor.onEmbedding(/./, { embedding: vector })
  const recorder = await startUpstream(from(await vendor.start()))
  const { url } = recorder
  const yaml = `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
cache: off
retries: { attempts: 1 }
providers:
  openai: { url: "${url}/v1", key: { secret: KEY } }
  anthropic: { url: "${url}/v1", key: { secret: KEY } }
  google-ai-studio: { url: "${url}", key: { secret: KEY } }
  cohere: { url: "${url}", key: { secret: KEY } }
  custom-down: { dialect: openai, url: "${url}/down" }
routes:
  chat: [custom-down/any, anthropic/claude-sonnet-4-5]
`
  const gateway = await startGateway({ 'demo.yaml': yaml }, { env: { TOKEN: token, KEY: 'stored-key' } })
  afterAll(async () => {
    await gateway.stop()
    await recorder.stop()
    await vendor.stop()
  })
  return {
    base: `${gateway.base('demo')}/compat`,
    seen: () =>
      recorder.requests.map(({ method, target, body }) => ({ line: `${method} ${target}`, body: body.toString() })),
  }
}
