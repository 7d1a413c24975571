// Arbitrary texts and JSON for property tests, of the kinds that gateways are known to break: characters of every length, numbers that no
// double holds, keys that look like something else. JSON is compact and canonical: parsed exactly and written again it is the same text.

import * as fc from 'fast-check'

/** Not empty, no half of a character. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }) },
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('größer 🙂‍↔️ 東京', 'data: [DONE]\n\n', '\r\n\t"\\\u2028', 'https://a.example/?b=c', ' '),
)

/** What every provider takes for a tool's name. */
export const toolName: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,15}$/)

/** An id as providers make them, long enough to be unique. */
export const identifier = (prefix: string): fc.Arbitrary<string> =>
  fc.stringMatching(/^[a-zA-Z0-9]{12}$/).map((tail) => prefix + tail)

/** Keys that are numbers would be put first by every JavaScript object. */
const key = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z_]{1,8}$/) },
  text.filter((some) => !/^\d+$/.test(some)),
)

const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((some) => JSON.stringify(some + 0)),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }).map(String),
  fc.constantFrom('12345678901234567890', '3.14159265358979323846', '1e400', '-9007199254740993'),
)

const { object } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    text.map((some) => JSON.stringify(some)),
    number,
    fc.constantFrom('true', 'false', 'null', '""'),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  object: fc
    .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
    .map((entries) => `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`),
}))

/** The JSON text of an object, as a tool's arguments are: one in five is empty. */
export const objectText: fc.Arbitrary<string> = fc.oneof({ weight: 4, arbitrary: object }, fc.constant('{}'))

/** An object of plain values whose keys begin with `prefix`. */
export function jsonObject(prefix: string): fc.Arbitrary<{ readonly [name: string]: unknown }> {
  const name = fc.stringMatching(/^[a-z]{1,6}$/).map((tail) => prefix + tail)
  return fc
    .array(fc.tuple(name, fc.oneof(fc.integer(), text, fc.boolean(), fc.array(text, { maxLength: 2 }))), {
      minLength: 1,
      maxLength: 3,
    })
    .map((entries) => Object.fromEntries(entries))
}

/** A schema of the kind that every provider takes for arguments and answers. */
export const schema: fc.Arbitrary<{ readonly [name: string]: unknown }> = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 3 })
  .chain((names) =>
    fc
      .tuple(
        ...names.map(() =>
          fc.constantFrom<{ readonly [name: string]: unknown }>(
            { type: 'string', description: 'Größe' },
            { type: 'number' },
            { type: 'string', enum: ['a', 'b'] },
            { type: 'array', items: { type: 'integer' } },
            { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'], additionalProperties: false },
          ),
        ),
      )
      .map((types) => ({
        type: 'object',
        properties: Object.fromEntries(names.map((name, position) => [name, types[position]])),
        required: names,
        additionalProperties: false,
      })),
  )
