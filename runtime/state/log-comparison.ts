// An expression of SQL, an operator and values -> a condition: one of the values must do. Its text is the expression's and ours.

import type { Filter } from '../logs/query.ts'

/** Notes a value, and returns what stands for it in the statement. */
export type Bind = (value: SqlStorageValue) => string

/** `neq` is made of `eq` by who asks. Without a value nothing is less, greater or a part of anything. */
export function comparison(
  expression: string,
  operator: Filter['operator'],
  values: Filter['value'],
  bind: Bind,
): string {
  if (operator === 'eq') {
    const said = values.filter((value) => value !== null).map((value) => bind(storable(value)))
    const among = said.length === 0 ? [] : [`${expression} IN (${said.join(', ')})`]
    return anyOf(said.length < values.length ? [...among, `${expression} IS NULL`] : among)
  }
  return anyOf(
    values.map((value) => {
      const bound = bind(storable(value))
      if (operator === 'contains') return `instr(lower(${expression}), lower(${bound})) > 0`
      return `${expression} ${operator === 'lt' ? '<' : '>'} ${bound}`
    }),
  )
}

/** One of them must hold. */
export function anyOf(conditions: readonly string[]): string {
  return `(${conditions.join(' OR ')})`
}

function storable(value: Filter['value'][number]): SqlStorageValue {
  return typeof value === 'boolean' ? Number(value) : value
}
