// What of a client's headers goes up, against the rule in words: nothing of Cloudflare's, of the gateway's, of the
// connection's, or about the client's network; everything else as it came.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { headersForProvider } from '../../runtime/headers.ts'

/** RFC 9110, section 7.6.1, with the obsolete `proxy-connection` and `keep-alive`. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
/** About the hop before, or the client's network: no provider's business. */
const ofTheClient = ['cdn-loop', 'cookie', 'expect', 'forwarded', 'host', 'true-client-ip', 'via', 'x-real-ip']
const forProviders = [
  'authorization',
  'x-api-key',
  'content-type',
  'accept',
  'anthropic-version',
  'cf',
  'tea',
  'x-forwarded',
]

const anyName = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}$/)
const prefixed = fc
  .tuple(fc.constantFrom('cf-', 'cf-aig-', 'CF-', 'x-forwarded-', 'X-Forwarded-'), anyName)
  .map(([a, b]) => a + b)
const name = fc.oneof(
  anyName,
  prefixed,
  fc.constantFrom(...hopByHop, ...ofTheClient, ...forProviders),
  fc.constantFrom('CF-Ray', 'Cf-Aig-Authorization'),
)
/** What HTTP allows, trimmed as HTTP trims it. */
const value = fc.stringMatching(/^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]{0,20}[\x21-\x7e\x80-\xff])?$/)
const connection = fc
  .array(fc.oneof(name, fc.constantFrom('', ' ', 'close', 'b@d', '"x"')), { maxLength: 4 })
  .map((names) => names.join(' , '))
const sent = fc.tuple(fc.array(fc.tuple(name, value), { maxLength: 12 }), fc.option(connection))

it('keeps back what was not said to the provider, and nothing else', () => {
  fc.assert(
    fc.property(sent, ([pairs, connection]) => {
      const headers = new Headers(pairs)
      if (connection !== null) headers.set('connection', connection)
      const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase())
      const expected = [...headers].filter(
        ([name]) =>
          !name.startsWith('cf-') &&
          !name.startsWith('x-forwarded-') &&
          ![...hopByHop, ...ofTheClient, ...named].includes(name),
      )
      expect([...headersForProvider(headers)]).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
})

it('leaves the headers that the client sent alone', () => {
  fc.assert(
    fc.property(sent, ([pairs]) => {
      const headers = new Headers(pairs)
      headersForProvider(headers).set('authorization', 'another')
      expect([...headers]).toEqual([...new Headers(pairs)])
    }),
  )
})
