// JSON and bytes in, the same with mistakes in them out: fields that are gone, of another type, or doubled; bytes that are cut, merged,
// reordered or garbage. For fuzz tests.

import * as fc from 'fast-check'

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    'x',
    '{',
    0,
    -1,
    1e308,
    true,
    false,
    [],
    {},
    [null],
    [[]],
    { rawJSON: 1 },
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 1 }),
)

/** One mistake: at the `at`-th value of all, counted round. */
interface Mistake {
  readonly at: number
  readonly kind: 'replace' | 'remove' | 'wrap' | 'repeat'
  readonly value: unknown
}

const mistake: fc.Arbitrary<Mistake> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'remove', 'wrap', 'repeat'),
  value: junk,
})

/** The same JSON with up to four mistakes, and sometimes something else altogether. */
export function mistaken(json: unknown): fc.Arbitrary<unknown> {
  const broken = fc.array(mistake, { maxLength: 4 }).map((mistakes) => mistakes.reduce(withMistake, json))
  return fc.oneof({ weight: 12, arbitrary: broken }, junk)
}

function withMistake(json: unknown, { at, kind, value }: Mistake): unknown {
  const left = { count: at % Math.max(1, sizeOf(json)) }
  return visit(json, left, (found) => {
    if (kind === 'remove') return undefined
    if (kind === 'wrap') return [found]
    return kind === 'repeat' ? [found, found] : value
  })
}

function sizeOf(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 1
  return Object.values(json).reduce<number>((sum, inner) => sum + sizeOf(inner), 1)
}

/** Changes the value at which the count comes to nothing. */
function visit(json: unknown, left: { count: number }, change: (found: unknown) => unknown): unknown {
  if (left.count-- === 0) return change(json)
  if (typeof json !== 'object' || json === null) return json
  if (Array.isArray(json)) return json.map((inner) => visit(inner, left, change))
  return Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, visit(inner, left, change)]))
}

/** Whole frames in any order, some missing, some twice; bytes changed, left out and put in; all of it cut anywhere. */
export function mangled(frames: readonly Uint8Array[]): fc.Arbitrary<readonly Uint8Array[]> {
  const some = fc.oneof(
    fc.constant(frames),
    fc.shuffledSubarray([...frames]),
    fc.array(fc.constantFrom(...frames), { maxLength: frames.length + 3 }),
    fc.nat(frames.length).map((count) => frames.slice(0, count)),
  )
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat(20),
    insert: fc.oneof(fc.uint8Array({ maxLength: 16 }), noise),
  })
  return fc
    .tuple(some, fc.array(edit, { maxLength: 3 }), fc.array(fc.nat(), { maxLength: 6 }))
    .map(([chosen, edits, cuts]) => {
      const bytes = edits.reduce<Buffer>((whole, { at, remove, insert }) => {
        const from = at % (whole.length + 1)
        return Buffer.concat([whole.subarray(0, from), insert, whole.subarray(from + remove)])
      }, Buffer.concat(chosen))
      const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((one, other) => one - other)
      return ends.map((end, position) => bytes.subarray(ends[position - 1] ?? 0, end))
    })
}

const noise = fc
  .constantFrom(
    '\n\n',
    'data: {"x":\n\n',
    'data: null\n\n',
    'data: []\n\n',
    'event: \n',
    'data: [DONE]\n\n',
    '\r',
    '\u0000',
  )
  .map((text): Uint8Array => Buffer.from(text))
