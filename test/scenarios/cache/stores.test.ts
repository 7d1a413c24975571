// The other places where answers are kept, and what happens when one is not there or fails: nothing that a client would notice.

import { describe, expect, it } from 'vitest'
import { late, reply } from '../../support/answers.ts'
import { setCacheScene, trouble } from './scene.ts'

const CACHE_API = `
const kept = new Map()
export default {
  async fetch(request) {
    if (request.headers.get('cf-cache-namespace') !== 'gatewright') return new Response(null, { status: 500 })
    if (request.method === 'PUT') {
      const bytes = new Uint8Array(await request.arrayBuffer())
      const text = new TextDecoder('latin1').decode(bytes)
      const end = text.indexOf('\\\\r\\\\n\\\\r\\\\n') + 4
      if (!/cache-control: max-age=[1-9]/i.test(text.slice(0, end))) return new Response(null, { status: 413 })
      kept.set(request.url, bytes.slice(end))
      return new Response(null, { status: 204 })
    }
    const body = kept.get(request.url)
    const status = body === undefined ? 'MISS' : 'HIT'
    return new Response(body, { status: body === undefined ? 504 : 200, headers: { 'cf-cache-status': status } })
  },
}`

/** Adds a service that plays the Cache API's part, as Cloudflare would. */
function withCacheApi(capnp: string): string {
  return capnp
    .replace('globalOutbound = "internet",', 'globalOutbound = "internet",\n  cacheApiOutbound = "edge",')
    .replace(
      '(name = "gateway", worker = .gateway),',
      `(name = "gateway", worker = .gateway),
    (name = "edge", worker = (modules = [(name = "edge.js", esModule = ${JSON.stringify(CACHE_API).replaceAll('\\\\\\\\', '\\\\')})],
      compatibilityDate = "2026-11-01")),`,
    )
}

const yaml = (store: string) => (upstream: { readonly url: string }) =>
  `
authentication: off
cache: { ttl: 1h, store: ${store} }
providers: { openai: { url: "${upstream.url}/v1" } }
`
const MB = 1024 * 1024

describe.each([
  ['edge', 'edge', withCacheApi],
  ['kv', 'kv', (capnp: string) => capnp],
])('%s', async (_, store, change) => {
  const { upstream, ask, stderr } = await setCacheScene(yaml(store), {}, change)

  it('keeps what memory does not', async () => {
    const bytes = Buffer.alloc(2 * MB, 'äöü')
    upstream.answer(reply({ status: 201, headers: { 'content-type': 'image/png', 'x-name': 'a' }, body: bytes }))
    await ask('openai/x', { a: 1 })
    await new Promise((resolve) => setTimeout(resolve, 200))
    const kept = await ask('openai/x', { a: 1 })
    expect(kept.status).toBe(201)
    expect(kept.headers).toMatchObject({ 'cf-aig-cache-status': 'HIT', 'content-type': 'image/png', 'x-name': 'a' })
    expect(kept.body.equals(bytes)).toBe(true)
    expect((await ask('openai/x', { a: 2 })).headers['cf-aig-cache-status']).toBe('MISS')
    expect(stderr()).toBe('')
  })
})

describe('a workerd without a Cache API', async () => {
  const { upstream, ask, stderr } = await setCacheScene(yaml('edge, stale_while_revalidate: 1h'))

  it('keeps answers in memory, quietly', async () => {
    await ask('openai/x', { a: 1 })
    expect((await ask('openai/x', { a: 1 })).headers['cf-aig-cache-status']).toBe('HIT')
    expect(upstream.requests).toHaveLength(1)
    expect(stderr()).toBe('')
  })

  it('refreshes once at a time there, too', async () => {
    const headers = { 'cf-aig-cache-ttl': '1' }
    await ask('openai/x', { stale: 1 }, { headers })
    await new Promise((resolve) => setTimeout(resolve, 1100))
    upstream.reset()
    upstream.answer(late(300))
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('openai/x', { stale: 1 }, { headers })))
    expect(answers.map((answered) => answered.headers['cf-aig-cache-status'])).toEqual(Array(10).fill('STALE'))
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(upstream.requests).toHaveLength(1)
  })
})

describe('a store that fails', async () => {
  const { upstream, ask, stderr } = await setCacheScene(yaml('durable'))

  it('is gone on without, and said once', async () => {
    for (let a = 0; a < 3; a++) {
      const answered = await ask('openai/x', { a }, { headers: trouble('broken') })
      expect(answered.status).toBe(200)
      expect(answered.headers['cf-aig-cache-status']).toBe('MISS')
      expect((await ask('openai/x', { a }, { headers: trouble('broken') })).headers['cf-aig-cache-status']).toBe('HIT')
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(stderr().match(/a cache store failed/g)).toHaveLength(1)
  })

  it('is not waited for when it says nothing', async () => {
    const started = Date.now()
    expect((await ask('openai/x', { mute: 1 }, { headers: trouble('mute') })).status).toBe(200)
    expect(Date.now() - started).toBeLessThan(3500)
    expect(upstream.requests).toHaveLength(1)
  })
})
