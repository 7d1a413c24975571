// Every string from the YAML reaches emitted text through compiler/literal.ts: whatever the string holds, it stays a string.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comment, json, literal, text } from '../../compiler/literal.ts'

const nasty = fc.constantFrom(
  "'",
  '"',
  '\\',
  '`',
  '${',
  '*/',
  '//',
  '</script>',
  '\n',
  '\r',
  '\t',
  '\0',
  '\u2028',
  '\u2029',
  '\ud800',
  '😀',
  '__proto__',
  'constructor',
)
const anyText = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 6 })
  .map((parts) => parts.join(''))
const { value: anyJson } = fc.letrec((again) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText,
    fc.constantFrom(null, true, false, 0, -1, 1.5),
    fc.array(again('value'), { maxLength: 3 }),
    // JSON.parse makes an own property of __proto__, as YAML and the planner do.
    fc
      .dictionary(fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor')), again('value'), { maxKeys: 3 })
      .map((map) => JSON.parse(JSON.stringify(map))),
  ),
}))
const PRINTABLE = /^[\x20-\x7e]*$/

describe('text', () => {
  it('evaluates to what it was, in printable ASCII', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(text(value)).toMatch(PRINTABLE)
        expect(evaluate(text(value))).toBe(value)
      }),
    )
  })
})

describe('literal', () => {
  it('evaluates to what it was, own keys and all', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(literal(value)).toMatch(PRINTABLE)
        expect(JSON.stringify(evaluate(literal(value)))).toBe(JSON.stringify(value))
      }),
    )
  })
})

describe('json', () => {
  it('parses to what it was, in printable ASCII', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(json(value)).toMatch(PRINTABLE)
        expect(JSON.stringify(JSON.parse(json(value)))).toBe(JSON.stringify(value))
      }),
    )
  })
})

describe('comment', () => {
  it('ends no line and changes nothing that a line can hold', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(comment(value)).toMatch(PRINTABLE)
        if (PRINTABLE.test(value)) expect(comment(value)).toBe(value)
      }),
    )
  })
})

/** In strict mode, as modules are. */
function evaluate(expression: string): unknown {
  return new Function(`'use strict'; return (${expression})`)()
}
