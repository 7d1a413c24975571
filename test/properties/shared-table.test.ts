// A table whose lines refer to what they share, against the lines themselves: for any values, however much they repeat, what sharing.ts
// writes is what the runtime reads.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Line, sharing } from '../../compiler/4-emit/sharing.ts'
import { openSharedTable } from '../../runtime/shared-table.ts'

const key = fc.oneof(
  fc.constantFrom('id', 'url', 'headers', '__proto__', 'constructor', '#0', 'toString', 'common', 'own'),
  fc.string({ maxLength: 4 }),
)
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    1,
    -1.5,
    1e21,
    '',
    '#0',
    '[0]',
    'a long text that is worth a line',
    '\n\t\u0000\u2028é',
  ),
  fc.string({ maxLength: 20 }),
)
/** Few distinct parts, so that they repeat: no list of them begins with a number. */
const { part } = fc.letrec<{ part: unknown; list: unknown[]; map: object }>((tie) => ({
  part: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('list'), tie('map')),
  list: fc.array(tie('part'), { maxLength: 4 }).filter(([first]) => typeof first !== 'number'),
  map: fc.dictionary(key, tie('part'), { maxKeys: 4, noNullPrototype: false }),
}))

/** Records as a plan has them: all of one shape, of few values each, and one that only they have. */
const records = fc
  .tuple(
    fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { minLength: 9, maxLength: 12 }),
    fc.nat({ max: 80 }),
    fc.infiniteStream(fc.nat()),
  )
  .map(([columns, count, draws]) =>
    Array.from({ length: count }, (_, index): Line => {
      const drawn = columns.map((choices, column) => [`column-${column}`, choices[nextOf(draws) % choices.length]])
      return [`gateway-${index}`, { id: `gateway-${index}`, ...Object.fromEntries(drawn) }]
    }),
  )
const anything = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z@*][a-z]{0,5}$/), part), {
    maxLength: 30,
    selector: ([name]) => name,
  })
  .map((lines): readonly Line[] => lines)

describe('a table that says once what its lines share', () => {
  it('gives what the lines are, for any values', () => {
    fc.assert(fc.property(anything, isRead), { numRuns: 100 })
  })

  it('gives what the lines are, for records of one shape', () => {
    fc.assert(fc.property(records, isRead), { numRuns: 100 })
  })

  it('gives shared lines to nobody who asks for them by name', () => {
    const lookUp = openSharedTable(
      textOf([
        ['a', alike(1)],
        ['b', alike(2)],
      ]),
    )
    expect(
      textOf([
        ['a', alike(1)],
        ['b', alike(2)],
      ]),
    ).toContain('\n#0\t')
    for (const name of ['#', '#0', '#1', '#00']) expect(lookUp(name)).toBeUndefined()
  })

  it('makes one object of what lines share: what is known of it is known once', () => {
    const lookUp = openSharedTable(
      textOf([
        ['a', alike(1)],
        ['b', alike(2)],
      ]),
    )
    const [a, b] = [lookUp('a'), lookUp('b')] as [ReturnType<typeof alike>, ReturnType<typeof alike>]
    expect([a.id, b.id]).toEqual([1, 2])
    expect(a.tokens).toBe(b.tokens)
    expect(lookUp('a')).toBe(a)
  })

  it('writes the same for the same, and nothing but printable ASCII', () => {
    fc.assert(
      fc.property(records, (lines) => {
        const text = textOf(lines)
        expect(textOf(structuredClone(lines))).toBe(text)
        expect(text).toMatch(/^[\x20-\x7e\n\t]*$/)
      }),
    )
  })

  it('leaves a property __proto__ what it is, with what is shared elsewhere in it', () => {
    const common = '{"name":"a value of everyone"}'
    isRead([
      ['a', JSON.parse(`{"__proto__":${common},"own":1}`)],
      ['b', JSON.parse(`{"__proto__":[${common}],"own":${common}}`)],
      ['c', { common: JSON.parse(common) }],
    ])
  })

  it('refuses a list that begins with a number: that is what a reference is', () => {
    expect(() => sharing([['a', { inner: [7, 'x'] }]])).toThrow('unreachable')
  })
})

function isRead(lines: readonly Line[]): void {
  const lookUp = openSharedTable(textOf(lines))
  for (const [name, value] of [...lines, ...lines]) {
    const found = lookUp(name)
    // In the order of the properties too, and with an own __proto__ for one: JSON says both.
    expect(JSON.stringify(found)).toBe(JSON.stringify(value))
  }
  expect(lookUp('nobody')).toBeUndefined()
}

function textOf(lines: readonly Line[]): string {
  const sorted = sharing(lines).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `\n${sorted.map(([name, json]) => `${name}\t${json}`).join('\n')}\n`
}

function nextOf(draws: Iterator<number>): number {
  return draws.next().value ?? 0
}

function alike(id: number) {
  return { id, tokens: [{ name: 'a token of everyone', sha256: 'f'.repeat(64) }] }
}
