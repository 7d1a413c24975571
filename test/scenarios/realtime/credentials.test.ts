// Whose key a session goes out with, and what of the subprotocols reaches whom: a caller's own key in any of the places that the wire
// and the vendors know, else the YAML's; a gateway token in the same places, which goes no further.

import { describe, expect, it } from 'vitest'
import { type Asking, open, refused } from './client.ts'
import { setRealtimeScene } from './scene.ts'

const providers = (url: string) => `
headers: { x-team: voice }
providers:
  openai: { url: "${url}/v1", keys: { default: { secret: KEY }, other: { secret: OTHER_KEY } }, headers: { openai-organization: org-1 } }
  google-ai-studio: { url: "${url}", key: { secret: KEY } }
  cartesia: { url: "${url}", key: { secret: KEY } }
  elevenlabs: { url: "${url}", key: { secret: KEY } }
  fal: { url: "${url}", key: { secret: KEY } }
  deepgram: { url: "${url}", key: { secret: KEY } }
  azure-openai: { url: "${url}", key: { secret: KEY } }
  groq: { url: "${url}" }
`
const { upstream, by } = await setRealtimeScene(
  ({ url }) => ({
    'demo.yaml': `authentication: off${providers(url)}`,
    'asking.yaml': `authentication: { tokens: [{ name: t, secret: TOKEN }] }${providers(url)}`,
  }),
  { env: { KEY: 'stored-key', OTHER_KEY: 'other-key', TOKEN: 'gateway-token' } },
)
const asking = by.platform.base.replace('/demo', '/asking')
const token = 'cf-aig-authorization.gateway-token'

/** What the provider got for this, and what the client was told. */
async function opened(url: string, how: Asking = {}) {
  const { socket, headers } = await open(url, how)
  socket.close()
  const [knock] = upstream.knocks
  return { ...knock, echoed: socket.protocol, headers: knock?.headers ?? {}, told: headers }
}

/** Every place where some vendor has its key. */
const keyHeaders = ['authorization', 'x-goog-api-key', 'x-api-key', 'xi-api-key', 'api-key']
const keysIn = (headers: { readonly [name: string]: string }) =>
  Object.fromEntries(keyHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])))

/** A way to bring a credential, where it arrives, and what the provider sees of it otherwise. */
type Place = readonly [
  path: string,
  how: (credential: string) => Asking & { readonly query?: string },
  key: (credential: string) => { readonly [name: string]: string },
  offered: readonly string[],
]

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const inHeader =
  (name: string, scheme = '') =>
  (key: string) => ({ headers: { [name]: `${scheme}${key}` } })
const inQuery = (name: string) => (key: string) => ({ query: `${name}=${key}` })
const among =
  (...protocols: readonly string[]) =>
  (key: string) => ({
    protocols: protocols.map((protocol) => protocol.replace('KEY', key)),
  })
const google = (key: string) => ({ 'x-goog-api-key': key })

const places: readonly Place[] = [
  ['openai', inHeader('Authorization', 'Bearer '), bearer, []],
  ['openai', among('realtime', 'openai-insecure-api-key.KEY'), bearer, ['realtime']],
  [
    'openai',
    among('realtime', 'openai-insecure-api-key.KEY', 'openai-beta.realtime-v1'),
    bearer,
    ['realtime', 'openai-beta.realtime-v1'],
  ],
  ['openai', among('Authorization.KEY'), bearer, []],
  ['google', inQuery('api_key'), google, []],
  ['google', inHeader('x-goog-api-key'), google, []],
  ['google', among('x-goog-api-key.KEY'), google, []],
  ['google-ai-studio', inQuery('api_key'), google, []],
  ['cartesia', inQuery('api_key'), (key) => ({ 'x-api-key': key }), []],
  ['cartesia', inHeader('x-api-key'), (key) => ({ 'x-api-key': key }), []],
  ['cartesia', among('x-api-key.KEY'), (key) => ({ 'x-api-key': key }), []],
  ['elevenlabs', among('xi-api-key.KEY'), (key) => ({ 'xi-api-key': key }), []],
  ['elevenlabs', among('convai', 'xi-api-key.KEY'), (key) => ({ 'xi-api-key': key }), ['convai']],
  ['elevenlabs', inHeader('xi-api-key'), (key) => ({ 'xi-api-key': key }), []],
  ['fal/fal-ai/fast-lcm-diffusion', among('fal-api-key.KEY'), (key) => ({ authorization: `Key ${key}` }), []],
  ['deepgram', among('token', 'KEY'), (key) => ({ authorization: `Token ${key}` }), []],
  ['deepgram', inHeader('Authorization', 'Token '), (key) => ({ authorization: `Token ${key}` }), []],
  ['azure-openai/openai/v1/realtime', inQuery('api-key'), (key) => ({ 'api-key': key }), []],
]

describe.each(places)('%s, way %#', (path, how, key, offered) => {
  const { query, ...asked } = how('own-key')
  const at = (base: string, more = '') => `${base}/${path}?a=1${more}`

  it("the caller's own key wins, and is nowhere else", async () => {
    const { headers, target, protocols } = await opened(at(by.platform.base, query && `&${query}`), asked)
    expect(keysIn(headers)).toEqual(key('own-key'))
    expect(target).toMatch(/\?a=1$/)
    expect(protocols).toEqual(offered)
    expect(JSON.stringify([headers, target]).split('own-key')).toHaveLength(2)
  })

  it("a gateway token in its place opens the gateway, and the YAML's key goes out", async () => {
    const { query: instead, ...withToken } = how('gateway-token')
    const { headers, target, protocols } = await opened(at(asking, instead && `&${instead}`), withToken)
    expect(keysIn(headers)).toEqual(key('stored-key'))
    expect(protocols).toEqual(offered)
    expect(JSON.stringify([headers, target])).not.toContain('gateway-token')
  })

  it('a token beside it leaves it alone', async () => {
    const both = { ...asked, headers: { ...asked.headers, 'cf-aig-authorization': 'Bearer gateway-token' } }
    const { headers, target } = await opened(at(asking, query && `&${query}`), both)
    expect(keysIn(headers)).toEqual(key('own-key'))
    expect(JSON.stringify([headers, target])).not.toContain('gateway-token')
  })

  it('as a token that is none it opens nothing', async () => {
    expect((await refused(at(asking, query && `&${query}`), asked)).status).toBe(401)
    expect(upstream.knocks).toEqual([])
  })
})

describe('the token', () => {
  it('comes as a subprotocol, alone, and is told back', async () => {
    const { headers, protocols, echoed } = await opened(`${asking}/openai?model=m`, { protocols: [token] })
    expect(keysIn(headers)).toEqual(bearer('stored-key'))
    expect(protocols).toEqual([])
    expect(echoed).toBe(token)
    expect(JSON.stringify(headers)).not.toContain('gateway-token')
  })

  it('comes beside a key', async () => {
    const offered = ['xi-api-key.own-key', token]
    const { headers, protocols, echoed } = await opened(`${asking}/elevenlabs?agent_id=a`, { protocols: offered })
    expect(keysIn(headers)).toEqual({ 'xi-api-key': 'own-key' })
    expect([protocols, echoed]).toEqual([[], token])
  })

  it('comes bare, as the documentation has it', async () => {
    const { headers } = await opened(`${asking}/openai`, { headers: { 'cf-aig-authorization': 'gateway-token' } })
    expect(keysIn(headers)).toEqual(bearer('stored-key'))
  })

  it.each([
    {},
    { protocols: ['cf-aig-authorization.wrong'] },
    { protocols: ['realtime'] },
    { headers: { authorization: 'Bearer wrong' } },
  ])('is missing or wrong: %o', async (how) => {
    const { status, headers, body } = await refused(`${asking}/openai?model=m`, how)
    expect([status, headers['content-type'], JSON.parse(body).error]).toEqual([
      401,
      'application/json',
      [{ code: 2009, message: 'Unauthorized' }],
    ])
    expect(upstream.knocks).toEqual([])
  })

  it('goes nowhere where authentication is off', async () => {
    const { headers } = await opened(`${by.platform.base}/openai`, { protocols: [token] })
    expect(JSON.stringify(headers)).not.toContain('gateway-token')
  })
})

describe('subprotocols', () => {
  it("the provider's choice is told", async () => {
    upstream.meet({ protocol: 'b' })
    const { protocols, echoed } = await opened(`${by.platform.base}/openai`, { protocols: ['a', 'b', token] })
    expect([protocols, echoed]).toEqual([['a', 'b'], 'b'])
  })

  it('a choice that nobody offered is not', async () => {
    upstream.meet({ headers: ['Sec-WebSocket-Protocol: mine'] })
    expect((await opened(`${by.platform.base}/openai`)).told).not.toHaveProperty('sec-websocket-protocol')
  })

  it.each([
    ['openai', ['realtime', 'openai-insecure-api-key.own-key'], 'realtime'],
    ['deepgram', ['token', 'own-key'], 'token'],
    ['fal/fal-ai/x', ['fal-api-key.own-key'], 'fal-api-key.own-key'],
    ['openai', ['a', token], token],
  ])('%s: one of those offered is told where the provider chooses none', async (path, protocols, echoed) => {
    expect((await opened(`${by.platform.base}/${path}`, { protocols })).echoed).toBe(echoed)
  })
})

describe('everything else of a request', () => {
  it("goes up without what is the gateway's or the connection's, with the YAML's defaults below it", async () => {
    const { headers, told } = await opened(`${by.platform.base}/openai?model=m`, {
      headers: {
        'OpenAI-Beta': 'realtime=v1',
        'x-team': 'mine',
        'user-agent': 'me/1',
        cookie: 'a=b',
        'x-forwarded-for': '1.2.3.4',
        'cf-aig-metadata': '{"b":2}',
        'cf-ray': 'r',
        'cf-aig-event-id': 'event-1',
      },
    })
    const { host, 'sec-websocket-key': _, ...rest } = headers
    expect(host).toBe(new URL(upstream.url).host)
    expect(rest).toEqual({
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      authorization: 'Bearer stored-key',
      'openai-beta': 'realtime=v1',
      'openai-organization': 'org-1',
      'x-team': 'mine',
      'user-agent': 'me/1',
    })
    expect(told).toMatchObject({ 'cf-aig-event-id': 'event-1', 'cf-aig-step': '0' })
  })

  it('says something to the gateway as a subprotocol too', async () => {
    const protocols = ['cf-aig-byok-alias.other', 'realtime']
    const { headers, protocols: offered } = await opened(`${by.platform.base}/openai`, { protocols })
    expect([keysIn(headers), offered]).toEqual([bearer('other-key'), ['realtime']])
  })

  it.each([
    ['google-ai-studio/ws/x?access_token=pass', '/ws/x?access_token=pass'],
    ['fal/fal-ai/x/realtime?fal_jwt_token=pass', '/fal-ai/x/realtime?fal_jwt_token=pass'],
    ['elevenlabs?agent_id=a&token=pass', '/v1/convai/conversation?agent_id=a&token=pass'],
    ['cartesia?access_token=pass', '/tts/websocket?access_token=pass'],
  ])('no stored key joins a pass: %s', async (sent, target) => {
    const knock = await opened(`${by.platform.base}/${sent}`)
    expect([knock.target, keysIn(knock.headers)]).toEqual([target, {}])
  })

  it('a provider without a key goes out without one', async () => {
    expect(keysIn((await opened(`${by.platform.base}/groq/realtime`)).headers)).toEqual({})
  })

  it("a key in Google's own parameter stays there", async () => {
    const { headers, target } = await opened(`${by.platform.base}/google-ai-studio/ws/x?key=own-key`)
    expect([target, keysIn(headers)]).toEqual(['/ws/x?key=own-key', {}])
    upstream.reset()
    const asked = await opened(`${asking}/google-ai-studio/ws/x?key=gateway-token&a=1`)
    expect([asked.target, keysIn(asked.headers)]).toEqual(['/ws/x?a=1', google('stored-key')])
  })
})
