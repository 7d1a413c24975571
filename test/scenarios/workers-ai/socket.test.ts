// A model's WebSocket by the Worker's own `AI` binding, the platform's genuine one, in place of Workers AI's REST API.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { capturing } from '../../support/capture.ts'
import { build } from '../../support/gateway.ts'
import { refusal, startWebSocketUpstream } from '../../support/websocket-upstream.ts'
import { startWorkerd } from '../../support/workerd.ts'
import { open, refused } from '../realtime/client.ts'
import { withBinding } from './binding.ts'

const service = await startWebSocketUpstream()
const folder = await build({
  'demo.yaml': 'authentication: off\nproviders: { workers-ai: { binding: AI, account: acme } }\n',
})
const workerd = await startWorkerd(
  capturing(withBinding(join(folder, 'workerd.capnp'), service.port), service.port),
  {},
)
/** Where its REST API is. */
const rest = 'https://api.cloudflare.com/client/v4/accounts/acme/ai'
const base = `ws://127.0.0.1:${workerd.port}/v1/acct/demo/workers-ai`
beforeEach(() => service.reset())
afterAll(async () => {
  await Promise.all([workerd.stop(), service.stop()])
  rmSync(folder, { recursive: true, force: true })
})

describe('a socket by the binding', () => {
  it.each([
    ['?model=@cf/deepgram/nova-3&encoding=linear16&sample_rate=16000', { encoding: 'linear16', sample_rate: '16000' }],
    ['?model=%40cf%2Fdeepgram%2Fnova-3', {}],
    ['/@cf/deepgram/nova-3?encoding=linear16', { encoding: 'linear16' }],
    ['/run/@cf/deepgram/nova-3', {}],
  ])('%s', async (path, inputs) => {
    const { socket, received } = await open(`${base}${path}`)
    socket.send(Buffer.from([1, 2, 3]))
    expect(await received(1)).toEqual([Buffer.from([1, 2, 3])])
    socket.close(4000, 'enough')
    expect(await service.closed()).toEqual({ code: 4000, reason: 'enough' })
    const [knock] = service.knocks
    const { pathname, searchParams } = new URL(knock?.target ?? '', service.url)
    expect(pathname).toBe('/run')
    expect(knock?.headers['cf-consn-model-id']).toBe('@cf/deepgram/nova-3')
    expect(JSON.parse(searchParams.get('body') ?? '')).toMatchObject({ inputs, options: { websocket: true } })
  })

  it('gives the refusal of the service', async () => {
    service.meet({ refusal: refusal('400 Bad Request', '{"errors":[{"message":"No such model"}]}') })
    const { status, body } = await refused(`${base}?model=@cf/nobody/nothing`)
    expect([status, body]).toEqual([400, '{"errors":[{"message":"No such model"}]}'])
  })

  it("goes to the REST API with the caller's own key", async () => {
    const { socket } = await open(`${base}?model=@cf/deepgram/flux`, { headers: { authorization: 'Bearer own-key' } })
    socket.close()
    expect(service.knocks).toMatchObject([
      { target: `${rest}/run/@cf/deepgram/flux`, headers: { authorization: 'Bearer own-key' } },
    ])
  })
})
