// What was asked before has the key that it would have had if it had not been.

import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { openKeys } from '../../../runtime/cache/key.ts'
import type { Call, Exchange } from '../../../runtime/exchange.ts'
import type { CacheSettings } from '../../../runtime/settings.ts'

interface Question {
  readonly body: string
  readonly key: string | null
  readonly identity: string
  readonly accept: string
  readonly query: string
}

function ask(keys: ReturnType<typeof openKeys>, { body, key, identity, accept, query }: Question): Promise<string> {
  const headers = new Headers({ 'content-type': 'application/json', accept })
  const row = { credential: { slots: ['authorization'], query: 'key' }, paths: [], headers: [] }
  const provider = { url: null, values: {}, headers: [] }
  const attempt = { slug: 'openai', provider, row, method: 'POST', path: 'chat', query, headers, spent: [] }
  const call = { attempt, identity: () => identity } as unknown as Call
  const exchange = { gateway: { id: 'demo' }, account: 'local' } as unknown as Exchange
  return keys(call, { salt: '', key } as unknown as CacheSettings, exchange, new TextEncoder().encode(body).buffer)
}

const question: fc.Arbitrary<Question> = fc.record({
  body: fc.constantFrom(
    '',
    '{}',
    '{"a":1,"b":2}',
    '{"b":2,"a":1}',
    '{"a":1.0}',
    '{"stream":true}',
    'no json',
    '\n',
    '{}\n',
  ),
  key: fc.constantFrom(null, '', 'a', 'b'),
  identity: fc.constantFrom('own sk-1', 'own sk-2', 'stored KEY'),
  accept: fc.constantFrom('*/*', 'text/event-stream', 'a\tb'),
  query: fc.constantFrom('', '?a=1', '?key=x'),
})

it.each([
  ['remembers all', 500],
  ['remembers the last few', 3],
  ['remembers next to nothing', 1],
])('gives the same keys, whatever was asked before: %s', async (_, most) => {
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 2, maxLength: 30 }), async (questions) => {
      const keys = openKeys(most)
      for (const one of questions) expect(await ask(keys, one)).toBe(await ask(openKeys(), one))
    }),
  )
})

it('tells apart what differs, and nothing else', async () => {
  const keys = openKeys()
  const plain: Question = { body: '{"a":1,"b":2}', key: null, identity: 'own sk-1', accept: '*/*', query: '' }
  const first = await ask(keys, plain)
  expect(await ask(keys, { ...plain, body: '{ "b": 2, "a": 1 }' })).toBe(first)
  for (const other of [
    { body: '{"a":2}' },
    { key: 'k' },
    { identity: 'own sk-2' },
    { accept: 'a/b' },
    { query: '?a' },
  ]) {
    expect(await ask(keys, { ...plain, ...other })).not.toBe(first)
    expect(await ask(keys, { ...plain, ...other })).toBe(await ask(openKeys(), { ...plain, ...other }))
  }
})
