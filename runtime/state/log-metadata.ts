// Conditions on a row's metadata, which is flat JSON as `JSON.stringify` writes it. Equality is looked for in the text, which for a hundred
// thousand rows is several times as quick as to parse them; where the text does not tell, it tells at least which of them need not be parsed.

import type { Filter } from '../logs/query.ts'
import { anyOf, type Bind, comparison } from './log-comparison.ts'

type Operator = Filter['operator']
type Values = Filter['value']

/** An entry's value as a text: a string as it is, `1`, `true`. */
const TEXT = "CASE entry.type WHEN 'text' THEN entry.value ELSE metadata -> entry.fullkey END"
const NUMBER = "CASE WHEN entry.type IN ('integer', 'real') THEN entry.value END"

/** Whether an entry has such a key. */
export function keyCondition(operator: Operator, values: Values, bind: Bind): string {
  if (operator === 'eq') return anyOf(values.map((value) => hasKey(String(value), bind)))
  return parsed(mentions(values, bind), comparison('entry.key', operator, values, bind))
}

/** Whether an entry has such a value. */
export function valueCondition(operator: Operator, values: Values, bind: Bind): string {
  if (operator === 'contains') return parsed(mentions(values, bind), comparison(TEXT, operator, values, bind))
  if (operator !== 'eq') return parsed('TRUE', comparison(NUMBER, operator, values, bind))
  return anyOf(
    values.map((value) => {
      const text = String(value)
      const written = isBare(text) ? [`:${text}`, `:${JSON.stringify(text)}`] : [`:${JSON.stringify(text)}`]
      const likely = anyOf(written.map((part) => has(part, bind)))
      // What is bare may as well stand in the midst of a string.
      if (!isBare(text) && isTold(text)) return likely
      return parsed(likely, comparison(TEXT, operator, [text], bind))
    }),
  )
}

/** Whether the entry of this key has such a value; `null`: whether there is none. */
export function entryCondition(key: string, operator: Operator, values: Values, bind: Bind): string {
  const name = `${JSON.stringify(key)}:`
  if (operator !== 'eq') {
    const likely = operator === 'contains' ? mentions(values, bind) : has(name, bind)
    const compared = comparison(operator === 'contains' ? TEXT : NUMBER, operator, values, bind)
    return parsed(likely, `entry.key = ${bind(key)} AND ${compared}`)
  }
  return anyOf(
    values.map((value) => {
      if (value === null) return `NOT ${hasKey(key, bind)}`
      const text = String(value)
      if (!isTold(key)) {
        return parsed(has(name, bind), `entry.key = ${bind(key)} AND ${comparison(TEXT, operator, [text], bind)}`)
      }
      const string = begins(name + JSON.stringify(text), [''], bind)
      return isBare(text) ? anyOf([string, begins(name + text, [',', '}'], bind)]) : string
    }),
  )
}

function hasKey(key: string, bind: Bind): string {
  if (isTold(key)) return begins(`${JSON.stringify(key)}:`, [''], bind)
  return parsed(mentions([key], bind), comparison('entry.key', 'eq', [key], bind))
}

/** Whether an entry begins so: behind another sign than these its first quote might be one that is escaped. */
function begins(start: string, ends: readonly string[], bind: Bind): string {
  const bound = bind(start)
  const entries = ends.flatMap((end) => [`'{' || ${bound} || '${end}'`, `',' || ${bound} || '${end}'`])
  // Most rows are ruled out by the first look.
  return `(instr(metadata, ${bound}) > 0 AND ${anyOf(entries.map((entry) => `instr(metadata, ${entry}) > 0`))})`
}

function has(part: string, bind: Bind): string {
  return `instr(metadata, ${bind(part)}) > 0`
}

/** Whether one of these may be in it, as a part of a string or a number. */
function mentions(values: Values, bind: Bind): string {
  const parts = values.map((value) => JSON.stringify(String(value)).slice(1, -1))
  return comparison('metadata', 'contains', parts, bind)
}

function parsed(likely: string, exactly: string): string {
  return `(${likely} AND EXISTS (SELECT 1 FROM json_each(metadata) AS entry WHERE ${exactly}))`
}

/** Whether a quote before it is sure to be a string's first one: behind its last one these follow. */
function isTold(text: string): boolean {
  return !/^[:,}]/.test(text)
}

/** Whether a number, `true` or `false` would be written so. */
function isBare(text: string): boolean {
  return text === 'true' || text === 'false' || (Number.isFinite(Number(text)) && String(Number(text)) === text)
}
