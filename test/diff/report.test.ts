// What no case folder shows: many gateways in one comment, sizes, durations, and text that would be markup.

import { expect, it } from 'vitest'
import type { Behaviour, GatewayBehaviour } from '../../compiler/diff/behaviour.ts'
import { differenceOf } from '../../compiler/diff/difference.ts'
import { render } from '../../compiler/diff/render.ts'
import { code, plain } from '../../compiler/diff/show/markdown-text.ts'
import { shownUrl, shownValue, withoutDigest } from '../../compiler/diff/shown.ts'
import { type Sizes, sizeRows, sizesOf } from '../../compiler/diff/sizes.ts'
import { amount, duration, named, windowName } from '../../compiler/diff/words.ts'

const plainText = { color: false }

it('fits into a comment, however many gateways there are, and counts the rest', () => {
  const difference = differenceOf(many(10_000, 1000), many(10_000, 2000))
  expect(difference.changes).toHaveLength(10_000)
  const markdown = render(difference, 'markdown', plainText)
  expect(markdown.length).toBeLessThan(65_536)
  const shown = markdown.match(/<details>/g)?.length ?? 0
  expect(shown).toBeGreaterThan(100)
  expect(markdown.match(/<\/details>/g)).toHaveLength(shown)
  expect(markdown).toContain(`… and ${amount(10_000 - shown)} more gateways: \`gatewright diff\` shows all of it.`)
  expect(render(difference, 'text', plainText).match(/^g\d+$/gm)).toHaveLength(10_000)
})

it('warns of the first fifty, and counts the rest', () => {
  const closed = behaviour(60, (at) => ({ ...gateway, callers: { [`team-${at}`]: 'secret TEAM_TOKEN' } }))
  const markdown = render(
    differenceOf(
      closed,
      behaviour(60, () => gateway),
    ),
    'markdown',
    plainText,
  )
  expect(markdown).toContain('> **60 changes protect less:**')
  expect(markdown).toContain('\n> - … and 10 more\n')
  expect(markdown.match(/^> - \*\*g/gm)).toHaveLength(50)
})

it('says what changed alike once', () => {
  const text = render(differenceOf(many(10_000, 0), many(10_000, 0, 5)), 'text', plainText)
  expect(text).toBe(`10,000 changes in 10,000 gateways:

g0, g1, g10, g100 and 9,996 more
  + deadline: 5 ms at most
`)
})

it('shows sizes where both sides are known and differ', () => {
  const bytes = (length: number) => new Uint8Array(length)
  const before = sizesOf([
    { path: 'worker.js', bytes: bytes(12_345) },
    { path: 'gateways.txt', bytes: bytes(10) },
    { path: 'prices.txt', bytes: bytes(5) },
    { path: 'worker.js.map', bytes: bytes(99_999) },
  ])
  expect([before.worker.bytes, before.tables.bytes]).toEqual([12_345, 15])
  expect(before.worker.gzipBytes).toBeLessThan(100)
  const after: Sizes = { worker: { bytes: 12_000, gzipBytes: null }, tables: before.tables }
  expect(sizeRows({ before, after }).slice(0, 2)).toEqual([
    { name: 'worker.js', before: '12,345 B', after: '12,000 B', more: '−345' },
    { name: 'tables', before: '15 B', after: '15 B', more: '' },
  ])
  expect(sizeRows({ before, after: before })).toEqual([])
  expect(sizeRows({ before: null, after: before })).toEqual([])
  const difference = differenceOf(many(1, 1000), many(1, 2000), { before, after })
  expect(render(difference, 'markdown', plainText)).toContain('\n| worker.js | 12,345 B | 12,000 B | −345 |\n')
})

it.each([
  [1, '1 ms'],
  [1000, '1 s'],
  [1500, '1.5 s'],
  [61_000, '61 s'],
  [90_000, '90 s'],
  [300_000, '5 min'],
  [7_200_000, '2 h'],
  [86_400_000, '1 d'],
  [0, '0 ms'],
])('%d ms are %s', (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words)
})

it('names windows and lists as one would', () => {
  expect([60_000, 10_000, 86_400_000].map(windowName)).toEqual(['minute', '10 s', 'day'])
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((it) => named(it))).toEqual(['', 'a', 'a and b', 'a, b and c'])
})

it('makes no markup of what somebody wrote', () => {
  expect(code('a')).toBe('`a`')
  expect(code('a ``` b')).toBe('````a ``` b````')
  expect(code('`a')).toBe('`` `a ``')
  expect(plain('provider a_b')).toBe('provider a\\_b')
  for (const text of ['@everyone', '<b>', '[a](b)', '*a*', 'https://a.example.com', 'www.example.com', '#1', '|'])
    expect(plain(text)).toBe(`\`${text}\``)
})

it('hides what looks like a key, and tells it from another one', () => {
  const [one, other] = [shownValue('x-token', 'hunter2'), shownValue('x-token', 'hunter3')]
  expect(one).not.toBe(other)
  expect(shownValue('x-token', 'hunter2')).toBe(one)
  expect([one, other].map(withoutDigest)).toEqual(['••••', '••••'])
  expect(shownValue('x-team', 'support')).toBe('support')
  expect(withoutDigest('support #0123456789ab')).toBe('support #0123456789ab')
  expect(withoutDigest(shownUrl('https://user:pass@a.example.com/v1?a=1&api_key=hunter2'))).toBe(
    'https://••••@a.example.com/v1?a=1&api_key=••••',
  )
  expect(shownUrl('https://a.example.com/v1?a=1')).toBe('https://a.example.com/v1?a=1')
})

const gateway: GatewayBehaviour = {
  callers: 'anyone',
  endpoints: ['native'],
  models: [],
  providers: { echo: { row: 'echo' } },
  routes: {},
}

function behaviour(count: number, made: (at: number) => GatewayBehaviour): Behaviour {
  return {
    format: 1,
    worker: {
      name: 'a',
      compatibilityDate: '2026-11-01',
      secrets: [],
      state: [],
      bindings: [],
      network: ['public'],
      rows: {},
    },
    gateways: Object.fromEntries(Array.from({ length: count }, (_, at) => [`g${at}`, made(at)])),
  }
}

/** Gateways of which each has another deadline, or all the same one. */
function many(count: number, firstMs: number, sameMs?: number): Behaviour {
  return behaviour(count, (at) => {
    const deadlineMs = sameMs ?? (firstMs === 0 ? undefined : firstMs + at)
    return deadlineMs === undefined ? gateway : { ...gateway, deadlineMs }
  })
}
