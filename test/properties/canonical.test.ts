// Canonical JSON: one text for all that say the same to whoever parses it, and different texts for what differs, down to how a number
// is written. The model is JSON.parse itself.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '../../runtime/cache/canonical.ts'

const value = fc.jsonValue({ maxDepth: 6, noUnicodeString: false })

/** The same value in another text: keys in another order, white space between all tokens, other escapes. */
function spelled(json: unknown, random: () => number): string {
  const space = () => [' ', '\n', '\t', '\r\n', ''][Math.floor(random() * 5)] ?? ''
  const listed = (items: readonly string[]) => items.map((item) => space() + item + space()).join(',')
  if (typeof json === 'string')
    return `"${json
      .split('')
      .map((unit) => spelledUnit(unit, random))
      .join('')}"`
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  if (Array.isArray(json)) return `[${listed(json.map((item) => spelled(item, random)))}]`
  const entries = Object.entries(json).sort(() => random() - 0.5)
  const pairs = entries.map(([key, item]) => `${spelled(key, random)}${space()}:${space()}${spelled(item, random)}`)
  return `{${listed(pairs)}}`
}

/** A UTF-16 unit as it is, or escaped. */
function spelledUnit(unit: string, random: () => number): string {
  const code = unit.charCodeAt(0).toString(16).padStart(4, '0')
  return random() < 0.3 ? `\\u${random() < 0.5 ? code : code.toUpperCase()}` : JSON.stringify(unit).slice(1, -1)
}

const random = fc
  .infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))
  .map((stream) => () => stream.next().value as number)

it('is the same for the same value, however it is written', () => {
  fc.assert(
    fc.property(value, random, (json, next) => {
      expect(canonical(spelled(json, next))).toBe(canonical(JSON.stringify(json)))
    }),
  )
})

it('says what was said', () => {
  fc.assert(
    fc.property(value, (json) => {
      const text = JSON.stringify(json)
      expect(JSON.parse(canonical(text) ?? 'nothing')).toEqual(JSON.parse(text))
    }),
  )
})

it('differs for different values', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [one, other] = [a, b].map((json) => canonical(JSON.stringify(json)))
      expect(one === other).toBe(sorted(a) === sorted(b))
    }),
  )
})

it('keeps every digit of a number', () => {
  const digits = fc.stringMatching(/^-?[1-9][0-9]{0,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?$/)
  fc.assert(fc.property(digits, (number) => canonical(`{"a":[ ${number} ]}`) === `{"a":[${number}]}`))
})

it('is of its own form', () => {
  fc.assert(
    fc.property(value, (json) => {
      const text = canonical(JSON.stringify(json))
      expect(canonical(text ?? '')).toBe(text)
    }),
  )
})

describe('in particular', () => {
  it.each([
    ['{"b":1,"a":2}', '{"a":2,"b":1}'],
    ['{"a":1,"a":{"c":1,"b":2}}', '{"a":{"b":2,"c":1}}'],
    ['{"10":1,"9":2,"a":3}', '{"9":2,"10":1,"a":3}'],
    ['{"__proto__":{"b":1,"a":2},"constructor":3}', '{"__proto__":{"a":2,"b":1},"constructor":3}'],
    ['{"rawJSON":"1"}', '{"rawJSON":"1"}'],
    ['["\\u0041\\/\\u00e9é"]', '["A/éé"]'],
    ['"\\ud800"', '"\\ud800"'],
    ['[1.0, 1, 1e0, -0, 1e400]', '[1.0,1,1e0,-0,1e400]'],
    ['  null ', 'null'],
  ])('%s', (text, form) => {
    expect(canonical(text)).toBe(form)
  })

  it.each(['', '{', '{"a":1,}', "{'a':1}", '01', 'NaN', '\ufeff{}', '{}{}'])('%s is no JSON', (text) => {
    expect(canonical(text)).toBeNull()
  })

  it('nested deeper than can be followed: no form, and no failure', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`
    expect(canonical(deep(500))).toBe(deep(500))
    expect([null, deep(200_000)]).toContain(canonical(deep(200_000)))
  })
})

function sorted(json: unknown): string {
  return JSON.stringify(json, (_, it) =>
    typeof it === 'object' && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  )
}
