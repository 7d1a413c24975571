// The scene of the client tests: aimock playing every vendor, what reaches it recorded on the way, and a gateway in front
// that asks for a token and holds keys. SDKs talk to the gateway's base URLs as their users would have them.

import { LLMock } from '@copilotkit/aimock'
import { afterAll } from 'vitest'
import { from } from './answers.ts'
import { startGateway } from './gateway.ts'
import { startUpstream } from './upstream.ts'

/** Opens the gateway, and must go no further. */
export const token = 'gateway-token'
/** The key that the gateway holds for every vendor. */
export const storedKey = 'stored-key'

/** What a client test needs. */
export interface ClientScene {
  /** `http://…/v1/acct/demo` */
  readonly base: string
  /** The last request that reached the vendor: `POST /v1/chat/completions`, and its headers. */
  last(): { readonly line: string; readonly headers: { readonly [name: string]: string } }
}

const words = ['say hello', 'Hello from behind the gateway.'] as const
/** What a test says, and what the vendor answers to it. */
export const [question, answer] = words

/** What `url` replaces of each vendor, as aimock has it. */
const bases: { readonly [slug: string]: string } = {
  openai: '/v1',
  anthropic: '/v1',
  'google-ai-studio': '',
  groq: '/v1',
  cohere: '',
  mistral: '/v1',
  'azure-openai': '',
}

/** Starts it for all tests of the file. */
export async function setClientScene(): Promise<ClientScene> {
  const vendor = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
  vendor.onMessage(question, { content: answer })
  vendor.onEmbedding(question, { embedding: [0.5, -0.25, 0.125] })
  const recorder = await startUpstream(from(await vendor.start()))
  const providers = Object.entries(bases).map(
    ([slug, base]) => `  ${slug}: { url: "${recorder.url}${base}", key: { secret: KEY } }`,
  )
  const yaml = `authentication: { tokens: [{ name: t, secret: TOKEN }] }\nproviders:\n${providers.join('\n')}\n`
  const gateway = await startGateway({ 'demo.yaml': yaml }, { env: { TOKEN: token, KEY: storedKey } })
  afterAll(async () => {
    await gateway.stop()
    await recorder.stop()
    await vendor.stop()
  })
  return {
    base: gateway.base('demo'),
    last: () => {
      const arrival = recorder.requests.at(-1)
      return { line: `${arrival?.method} ${arrival?.target}`, headers: arrival?.headers ?? {} }
    },
  }
}
