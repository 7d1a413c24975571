// The binding's calls at a gateway's public address: only where `endpoints.binding: on` opens them, only with a token of the gateway that is
// asked, on any host, and nothing of them where the binding is off or for bound Workers alone.

import { describe, expect, it } from 'vitest'
import type { Answered } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { ask, run } from './http.ts'

const llama = '@cf/meta/llama-3.1-8b-instruct'
const tokens = (secret: string) => `authentication: { tokens: [{ name: t, secret: ${secret} }] }\n`
const workersAi = (url: string) => `cache: off\nproviders: { workers-ai: { url: "${url}" } }\n`
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    '_worker.yaml': 'account: acct\n',
    'open.yaml': `${tokens('TOKEN')}logs: on\nendpoints: { binding: on }\n${workersAi(url)}`,
    'other.yaml': `${tokens('OTHER')}hostname: other.example.com\nendpoints: { binding: on }\n${workersAi(url)}`,
    'bound.yaml': `${tokens('TOKEN')}endpoints: { binding: bound }\n${workersAi(url)}`,
    'closed.yaml': `${tokens('TOKEN')}${workersAi(url)}`,
    'pared.yaml': `${tokens('TOKEN')}endpoints: { universal: off, realtime: off, binding: on }\n${workersAi(url)}`,
  }),
  { env: { TOKEN: 'gateway-token', OTHER: 'other-token' } },
)
const { url } = gateway
const code = ({ status, json }: Answered) => [status, (json as { errors: [{ code: number }] }).errors[0].code]
const step = { provider: 'workers-ai', endpoint: llama, headers: {}, query: { prompt: 'hi' } }
const at = (id: string) => ({ gateway: { id } })
const row = '01990000-0000-7000-8000-000000000000'

/** Every call, of a gateway. */
const calls: readonly (readonly [name: string, send: (id: string, said: object) => Promise<Answered>])[] = [
  ['run', (id, said) => run(url, llama, { prompt: 'hi' }, at(id), said)],
  ['universal', (id, said) => ask(url, `/ai-gateway/universal/run/${id}`, { body: [step], ...said })],
  ['url', (id, said) => ask(url, `/ai-gateway/gateways/${id}/url/universal`, said)],
  ['log', (id, said) => ask(url, `/ai-gateway/gateways/${id}/logs/${row}`, said)],
  [
    'patched log',
    (id, said) => ask(url, `/ai-gateway/gateways/${id}/logs/${row}`, { method: 'PATCH', body: {}, ...said }),
  ],
  ['resume', (id, said) => ask(url, `/ai-gateway/gateways/${id}/run/${row}/resume?from=0`, said)],
  ['models', (id, said) => ask(url, '/ai-api/models/search', { ...said, headers: { 'cf-aig-gateway-id': id } })],
]

describe.each(calls)('%s', (name, send) => {
  const codeOf = (answer: Answered) =>
    name === 'universal' ? [answer.status, (answer.json as { error: [{ code: number }] }).error[0].code] : code(answer)

  it('is let in with the gateway’s token alone', async () => {
    expect((await send('open', {})).status).not.toBe(401)
    expect((await send('other', { token: 'other-token' })).status).not.toBe(401)
    upstream.reset()
    for (const said of [{ token: null }, { token: 'other-token' }, { token: '' }, { token: 'gateway-toke' }]) {
      expect(codeOf(await send('open', said))).toEqual([401, name === 'universal' ? 2009 : 10000])
    }
    expect(codeOf(await send('other', {}))).toEqual([401, name === 'universal' ? 2009 : 10000])
    expect(upstream.requests).toEqual([])
  })

  it('is not there for gateways that offer the binding to nobody, or to bound Workers', async () => {
    for (const id of ['bound', 'closed']) expect(codeOf(await send(id, {}))).toEqual([404, 7002])
    for (const id of ['nobody', '@other.example.com', '*binding', '__proto__']) {
      expect(codeOf(await send(id, {})), id).toEqual([400, 2001])
    }
    expect(upstream.requests).toEqual([])
  })
})

it('takes no heed of the host', async () => {
  const answer = await run(url, llama, { prompt: 'hi' }, at('open'), { headers: { host: 'other.example.com' } })
  expect([answer.status, answer.text]).toEqual([200, expect.anything()])
  expect(upstream.requests).toHaveLength(1)
})

it('the token goes no further', async () => {
  await run(url, llama, { prompt: 'hi' }, at('open'), {
    token: null,
    headers: { authorization: 'Bearer gateway-token' },
  })
  await run(url, llama, { prompt: 'hi' }, at('open'), { headers: { authorization: 'Bearer own' } })
  expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer own'])
  expect(JSON.stringify(upstream.requests.map(({ rawHeaders }) => rawHeaders))).not.toContain('gateway-token')
})

it('other methods and paths are the gateways’ own', async () => {
  for (const [method, path] of [
    ['PUT', '/run'],
    ['DELETE', `/ai-gateway/gateways/open/logs/${row}`],
    ['GET', '/ai-gateway/gateways/open'],
  ] as const) {
    const answer = await ask(url, path, { method })
    expect([answer.status, answer.json], path).toMatchObject([404, { error: [{ code: 7002 }] }])
  }
  expect((await ask(url, '/v1/acct/open/workers-ai/run', { body: {} })).status).toBe(200)
})

it('says what a pared-down gateway does not have', async () => {
  expect((await run(url, llama, { prompt: 'hi' }, at('pared'))).status).toBe(200)
  const universal = await ask(url, '/ai-gateway/universal/run/pared', { body: [step] })
  expect([universal.status, universal.text]).toEqual([404, expect.stringContaining('endpoints.universal: off')])
})

it('without a word of which gateway says that one is needed', async () => {
  const answer = await run(url, llama, { prompt: 'hi' })
  expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ code: 2001 }], description: /gateway: \{ id/ }])
})
