// What of a request may be a gateway token, by the bare value; and a query without one of its parameters.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presentedIn, withoutParameter } from '../../runtime/layers/presented.ts'

const credential = { header: 'x-goog-api-key', scheme: null, slots: ['x-goog-api-key', 'authorization'], query: 'key' }
const values = (headers: { readonly [name: string]: string }, query = '') =>
  presentedIn(new Headers(headers), query, credential).map(({ value }) => value)

describe('presentedIn', () => {
  it.each([
    ['T', 'T'],
    ['Bearer T', 'T'],
    ['bearer   T ', 'T'],
    ['Token T', 'T'],
    ['Key T', 'T'],
    ['BearerT', 'BearerT'],
    ['Basic T', 'Basic T'],
    ['AWS4-HMAC-SHA256 Credential=T/20261101/us-east-1/bedrock/aws4_request, SignedHeaders=host', 'T'],
  ])('takes %j as %j', (sent, bare) => {
    expect(values({ 'cf-aig-authorization': sent })).toEqual([bare])
  })

  it("takes the gateway's own header first, then the provider's slots in order, then its query parameter", () => {
    const headers = {
      authorization: 'Bearer C',
      'x-goog-api-key': 'B',
      'cf-aig-authorization': 'A',
      'x-api-key': 'no slot',
    }
    expect(presentedIn(new Headers(headers), '?alt=sse&key=D%2F', credential)).toEqual([
      { slot: { kind: 'header', name: 'cf-aig-authorization' }, value: 'A' },
      { slot: { kind: 'header', name: 'x-goog-api-key' }, value: 'B' },
      { slot: { kind: 'header', name: 'authorization' }, value: 'C' },
      { slot: { kind: 'query', name: 'key' }, value: 'D/' },
    ])
  })

  it('looks at the query only where the provider takes a key there', () => {
    expect(presentedIn(new Headers(), '?key=T', { ...credential, query: null })).toEqual([])
  })
})

describe('withoutParameter', () => {
  it.each([
    ['?key=T', ''],
    ['?a=b&key=T&c', '?a=b&c'],
    ['?key=T&key=U&a', '?a'],
    ['?%6bey=T&a', '?a'],
    ['?keys=1&a=key', '?keys=1&a=key'],
    ['?a=%2F+b&&c=%zz&key', '?a=%2F+b&&c=%zz'],
    ['?key=T&', '?'],
  ])('makes %j to %j', (query, left) => {
    expect(withoutParameter(query, 'key')).toBe(left)
  })

  it('leaves no such parameter, and every other pair as it was sent', () => {
    const pair = fc.stringMatching(/^[a-z%=+.~;/?]{0,8}$/).map((text) => text.replaceAll('?', '%3F'))
    const secret = fc.constantFrom('key=T', '%6Bey=T', 'key', 'k%65y=')
    fc.assert(
      fc.property(fc.array(fc.oneof(pair, secret)), (pairs) => {
        const left = withoutParameter(`?${pairs.join('&')}`, 'key')
        expect(new URLSearchParams(left).has('key')).toBe(false)
        const others = pairs.filter((pair) => !new URLSearchParams(pair).has('key'))
        expect(left.slice(1)).toBe(others.join('&'))
      }),
    )
  })
})
