// The scene of the client's tests: a scripted upstream that plays two providers, a gateway in front of it, and the client that was built
// with the gateway.

import type { ChatRequest } from '../../runtime/client/chat/shapes.ts'
import { type Scene, setScene } from '../support/scene.ts'
import { type AnyGateway, type ClientModule, importClient } from './emitted.ts'

/** Opens the gateway. */
export const token = 'gateway-token'

/** What every test has. */
export interface ClientScene extends Scene, ClientModule {
  readonly demo: AnyGateway
}

/** The gateway `demo`: `openai` and `groq` are the upstream, below `/openai` and `/groq`; `echo` is built in. */
export async function setClientScene(): Promise<ClientScene> {
  const scene = await setScene(
    ({ url }) => ({
      'demo.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
providers:
  openai: { url: "${url}/openai", key: { secret: KEY } }
  groq: { url: "${url}/groq", key: { secret: KEY } }
  anthropic: { url: "${url}/anthropic", key: { secret: KEY } }
  echo: {}
routes:
  chat: [openai/gpt-4o-mini, groq/llama-3.3-70b-versatile]
`,
    }),
    { env: { TOKEN: token, KEY: 'stored-key' } },
  )
  const module = await importClient(scene.gateway.folder)
  const demo = module.createClient({ url: scene.gateway.url, token }).gateway('demo')
  return { ...scene, ...module, demo }
}

/** A request for a chat. */
export function saying(content: string, model = 'openai/gpt-4o-mini'): ChatRequest {
  return { model, messages: [{ role: 'user', content }] }
}

/** A whole completion, as a provider gives it. */
export function completion(content: string, more: object = {}): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'gpt-4o-mini-2024-07-18',
    choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' }],
    ...more,
  }
}

/** A chunk of one. */
export function chunk(delta: object, finish_reason: string | null = null, index = 0): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o-mini-2024-07-18',
    choices: [{ index, delta, finish_reason }],
  }
}

/** Everything that comes of something. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => Promise.reject(new Error(`It succeeded: ${JSON.stringify(value)}`)),
    (reason) => reason,
  )
}
