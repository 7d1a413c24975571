// What one request of a plain pass-through may call, once the gateway is warm. Each ceiling is what it takes today: a change that takes
// more is a change of what every request costs, and shows here. A change that takes less lowers the ceiling.

import { describe, expect, it } from 'vitest'
import { type Counts, counted } from './counting.ts'

const BARE = `cache: off
endpoints: { universal: off, compat: off, rest: off, realtime: off }
providers: { openai: {} }
`
/** `demo-token`. */
const SHA256 = '7c43ef5ae21d43ce2743f770c68e24def1a43ee2f416d2438410c8af7af2ff2c'
const TOKENS = `authentication: { tokens: [{ name: try-out, sha256: ${SHA256} }] }\n`
const nothingOn: Counts = {
  headers: 1,
  urls: 0,
  requests: 0,
  responses: 1,
  parsed: 0,
  fetched: 1,
  regExps: 0,
  turns: 15,
}
/** The token's hash is made natively, and awaited. */
const authentication: Counts = { ...nothingOn, turns: 24 }
const token = { 'cf-aig-authorization': 'Bearer demo-token' }

describe.each([
  ['nothing on', `authentication: off\n${BARE}`, {}, nothingOn],
  ['authentication', TOKENS + BARE, token, authentication],
])('%s', async (_, yaml, headers, ceiling) => {
  const asked = {
    url: 'http://gateway.test/v1/account/demo/openai/chat/completions',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-1', ...headers },
    body: '{"model":"gpt-4o-mini","messages":[]}',
  }
  const [first, warm, again] = await counted(yaml, [asked, asked, asked])

  it('answers what the provider answered', () => {
    expect(warm).toMatchObject({ status: 200, step: '0', body: '{"ok":true}' })
  })

  it('reads its line of the table once', () => {
    expect(first?.counts.parsed).toBe(1)
    expect(warm?.counts.parsed).toBe(0)
  })

  it('takes the same each time', () => {
    expect(again?.counts).toEqual(warm?.counts)
  })

  it.each(Object.keys(ceiling) as (keyof Counts)[])('takes no more %s than it did', (name) => {
    expect(warm?.counts[name]).toBeLessThanOrEqual(ceiling[name])
  })
})
