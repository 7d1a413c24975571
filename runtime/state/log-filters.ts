// Filters and a search -> the part of a statement that finds such rows, and the values to bind to it. Promises that nothing of what was asked
// is in its text: columns come from a table of ours, and all else is bound.

import { ENTRY, meaningOf } from '../logs/filter-keys.ts'
import type { Filter } from '../logs/query.ts'
import { anyOf, type Bind, comparison } from './log-comparison.ts'
import { SEARCHED } from './log-indexes.ts'
import { entryCondition, keyCondition, valueCondition } from './log-metadata.ts'

/** Of a statement on `logs`. */
export interface Found {
  /** From `FROM` to before `ORDER BY`; `AND` may follow it. */
  readonly from: string
  /** What `from` needs; further ones follow them. */
  readonly values: readonly SqlStorageValue[]
}

/** Keys of which no index has the column: the rows themselves are read, and the few that are found put in order. */
const UNINDEXED = ['event_id', 'request_id']

/** Rows for which all filters of one of the lists hold, and in which the search is found; `null`: any row. */
export function found(lists: readonly (readonly Filter[])[], search: string | null): Found {
  const values: SqlStorageValue[] = []
  const bind: Bind = (value) => `?${values.push(value)}`
  const searched = search === null ? [] : [inSearched(search, bind)]
  const filtered = lists.every((filters) => filters.length > 0)
    ? [lists.map((filters) => `(${filters.map((filter) => condition(filter, bind)).join(' AND ')})`).join(' OR ')]
    : []
  const where = [...searched, ...filtered].map((each) => `(${each})`).join(' AND ')
  return { from: `FROM logs ${source(lists, search)} WHERE ${where || 'TRUE'}`, values }
}

/** SQLite does not know how many rows there are, nor how few of them are found. */
function source(lists: readonly (readonly Filter[])[], search: string | null): string {
  const filters = lists.flat()
  if (filters.some(({ key, operator }) => key === 'id' && operator === 'eq')) return ''
  if (search !== null || filters.some(isInText)) return 'INDEXED BY logs_text'
  const unindexed = filters.filter(({ key }) => UNINDEXED.includes(key))
  if (unindexed.some(({ operator }) => operator !== 'neq')) return 'NOT INDEXED'
  return unindexed.length > 0 ? '' : 'INDEXED BY logs_facts'
}

/** Whether it cannot hold but for rows in whose text the value is. */
function isInText({ key, operator }: Filter): boolean {
  return key === 'event_id' && operator === 'contains'
}

/** In most searches there is what no id has. */
function inSearched(search: string, bind: Bind): string {
  const bound = bind(search)
  return /^[\da-f-]*$/i.test(search) ? anyOf([`instr(id, lower(${bound})) > 0`, inText(bound)]) : inText(bound)
}

function inText(bound: string): string {
  return `instr(${SEARCHED}, lower(${bound})) > 0`
}

function condition(filter: Filter, bind: Bind): string {
  const { key, operator, value } = filter
  // Whatever is not equal, rows that have no value among them.
  if (operator === 'neq') return `(${condition({ key, operator: 'eq', value }, bind)}) IS NOT TRUE`
  if (key === 'metadata.key') return keyCondition(operator, value, bind)
  if (key === 'metadata.value') return valueCondition(operator, value, bind)
  if (key.startsWith(ENTRY)) return entryCondition(key.slice(ENTRY.length), operator, value, bind)
  const column = meaningOf(key)?.column
  if (column === undefined) throw new Error(`No column of a log is called '${key}'.`)
  const compared = comparison(column, operator, value, bind)
  if (!isInText(filter)) return compared
  return `(${anyOf(value.map((part) => inText(bind(String(part)))))} AND ${compared})`
}
