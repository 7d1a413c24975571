// Every documented way to open a provider's WebSocket, and the upgrade that the provider must get for it. Written from the vendors' own
// references and the wire contract's "endpoints" 1.6 G, not from the rows: the two must agree.

import { describe, expect, it } from 'vitest'
import { open } from './client.ts'
import { setRealtimeScene } from './scene.ts'

const slugs = [
  'openai',
  'azure-openai',
  'google-ai-studio',
  'google-vertex-ai',
  'cartesia',
  'elevenlabs',
  'fal',
  'deepgram',
  'grok',
  'groq',
]
const { upstream, by } = await setRealtimeScene(
  () => ({
    'demo.yaml': `
authentication: off
providers:
  workers-ai: { account: acme, key: { secret: KEY } }
  custom-voice: { dialect: openai, url: "https://voice.example.com/api", key: { secret: KEY } }
${slugs.map((slug) => `  ${slug}: { key: { secret: KEY } }`).join('\n')}
`.replace('google-vertex-ai: { key: { secret: KEY } }', 'google-vertex-ai: {}'),
  }),
  { env: { KEY: 'stored-key' }, capture: true },
)

const openai = ['authorization', 'Bearer stored-key'] as const
const google = ['x-goog-api-key', 'stored-key'] as const
const live = 'https://generativelanguage.googleapis.com/ws/google.ai.generativelanguage'
const azure = ['api-key', 'stored-key'] as const

it.each<readonly [sent: string, url: string, key: readonly [name: string, value: string]]>([
  ['/openai?model=gpt-realtime', 'https://api.openai.com/v1/realtime?model=gpt-realtime', openai],
  ['/openai/?model=gpt-realtime', 'https://api.openai.com/v1/realtime?model=gpt-realtime', openai],
  ['/openai/realtime?model=gpt-realtime', 'https://api.openai.com/v1/realtime?model=gpt-realtime', openai],
  ['/openai/v1/realtime?call_id=rtc_1', 'https://api.openai.com/v1/realtime?call_id=rtc_1', openai],
  ['/openai/realtime?intent=transcription', 'https://api.openai.com/v1/realtime?intent=transcription', openai],
  ['/openai/v1/responses', 'https://api.openai.com/v1/responses', openai],
  [
    '/azure-openai/acme/openai/v1/realtime?model=rt',
    'https://acme.openai.azure.com/openai/v1/realtime?model=rt',
    azure,
  ],
  [
    '/azure-openai/acme/openai/realtime?api-version=2024-10-01-preview&deployment=rt',
    'https://acme.openai.azure.com/openai/realtime?api-version=2024-10-01-preview&deployment=rt',
    azure,
  ],
  ['/google', `${live}.v1beta.GenerativeService.BidiGenerateContent`, google],
  ['/google-ai-studio', `${live}.v1beta.GenerativeService.BidiGenerateContent`, google],
  ...['v1', 'v1beta', 'v1alpha'].map(
    (version) =>
      [
        `/google-ai-studio/ws/google.ai.generativelanguage.${version}.GenerativeService.BidiGenerateContent`,
        `${live}.${version}.GenerativeService.BidiGenerateContent`,
        google,
      ] as const,
  ),
  [
    '/cartesia?cartesia_version=2024-06-10',
    'https://api.cartesia.ai/tts/websocket?cartesia_version=2024-06-10',
    ['x-api-key', 'stored-key'],
  ],
  ['/cartesia/stt/websocket', 'https://api.cartesia.ai/stt/websocket', ['x-api-key', 'stored-key']],
  [
    '/elevenlabs?agent_id=a-1',
    'https://api.elevenlabs.io/v1/convai/conversation?agent_id=a-1',
    ['xi-api-key', 'stored-key'],
  ],
  [
    '/elevenlabs/v1/text-to-speech/v-1/stream-input?model_id=eleven_flash_v2_5',
    'https://api.elevenlabs.io/v1/text-to-speech/v-1/stream-input?model_id=eleven_flash_v2_5',
    ['xi-api-key', 'stored-key'],
  ],
  [
    '/fal/fal-ai/fast-lcm-diffusion',
    'https://ws.fal.run/fal-ai/fast-lcm-diffusion',
    ['authorization', 'Key stored-key'],
  ],
  ['/fal/fal-ai/any-llm/stream', 'https://ws.fal.run/fal-ai/any-llm/stream', ['authorization', 'Key stored-key']],
  [
    '/fal/fal-ai/fast-lcm-diffusion/realtime',
    'https://fal.run/fal-ai/fast-lcm-diffusion/realtime',
    ['authorization', 'Key stored-key'],
  ],
  ['/fal/fal-ai/flux/dev/realtime', 'https://fal.run/fal-ai/flux/dev/realtime', ['authorization', 'Key stored-key']],
  ['/deepgram?model=nova-3', 'https://api.deepgram.com/v1/listen?model=nova-3', ['authorization', 'Token stored-key']],
  [
    '/deepgram/v1/listen?model=nova-3',
    'https://api.deepgram.com/v1/listen?model=nova-3',
    ['authorization', 'Token stored-key'],
  ],
  ['/deepgram/v2/listen', 'https://api.deepgram.com/v2/listen', ['authorization', 'Token stored-key']],
  ['/deepgram/v1/speak', 'https://api.deepgram.com/v1/speak', ['authorization', 'Token stored-key']],
  [
    '/deepgram/v1/agent/converse',
    'https://agent.deepgram.com/v1/agent/converse',
    ['authorization', 'Token stored-key'],
  ],
  ['/grok?model=grok-voice', 'https://api.x.ai/v1/realtime?model=grok-voice', openai],
  [
    '/workers-ai?model=@cf/deepgram/nova-3&encoding=linear16&sample_rate=16000&interim_results=true',
    'https://api.cloudflare.com/client/v4/accounts/acme/ai/run/@cf/deepgram/nova-3?encoding=linear16&sample_rate=16000&interim_results=true',
    openai,
  ],
  [
    '/workers-ai?encoding=linear16&model=%40cf%2Fdeepgram%2Fflux',
    'https://api.cloudflare.com/client/v4/accounts/acme/ai/run/@cf/deepgram/flux?encoding=linear16',
    openai,
  ],
  [
    '/workers-ai/run/@cf/deepgram/aura-1',
    'https://api.cloudflare.com/client/v4/accounts/acme/ai/run/@cf/deepgram/aura-1',
    openai,
  ],
  ['/custom-voice', 'https://voice.example.com/api', openai],
  ['/custom-voice/v2/live?a=1&a=2', 'https://voice.example.com/api/v2/live?a=1&a=2', openai],
  ['/groq/openai/v1/realtime', 'https://api.groq.com/openai/v1/realtime', openai],
])('%s', async (sent, url, [name, value]) => {
  const { socket } = await open(`${by.platform.base}${sent}`)
  socket.close()
  const [knock] = upstream.knocks
  expect(knock?.target).toBe(url)
  expect(knock?.headers).toMatchObject({ upgrade: 'websocket', [name]: value })
  expect(knock?.protocols).toEqual([])
})

describe('a model of Workers AI that is no path', () => {
  it.each(['../../../../zones', '@cf/a?b=c', '@cf/a#b', '@cf/%2e%2e/b'])('%s', async (model) => {
    const query = new URLSearchParams({ model })
    await open(`${by.platform.base}/workers-ai?${query}`)
      .then(({ socket }) => socket.close())
      .catch(() => {})
    for (const { target } of upstream.knocks) {
      const { pathname, search, hash } = new URL(target)
      expect(pathname).toMatch(/^\/client\/v4\/accounts\/acme\/ai\/run\/@cf\/a/)
      expect([search, hash]).toEqual(['', ''])
    }
  })
})

it("has Fal's other hosts by their header", async () => {
  const headers = { 'x-fal-target-url': 'https://queue.fal.run/fal-ai/x' }
  const { socket } = await open(`${by.platform.base}/fal`, { headers })
  socket.close()
  expect(upstream.knocks.map(({ target }) => target)).toEqual(['https://queue.fal.run/fal-ai/x'])
})
