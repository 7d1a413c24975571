// Filters as somebody wrote them -> filters that can be asked, each value as its key has it. Promises that what passes means something:
// what a key, an operator or a value cannot mean is refused, by number and name, and with what would be taken.

import { GatewayError } from '../problem.ts'
import { ENTRY, filterKeys, type Kind, kinds, meaningOf } from './filter-keys.ts'
import type { Filter, FilterKey } from './query.ts'

type Value = Filter['value'][number]

/** The platform binds a hundred values to a statement, and one of ours may take three. */
const MOST_VALUES = 30
const MOST_SHOWN = 100
const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i
const BOOLEANS: ReadonlyMap<unknown, Value> = new Map<unknown, Value>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
])

/**
 * Takes a list of `{ key, operator, value: [...] }`. Numbers, booleans and dates may be written as texts, as URLs have them; an empty one is
 * `null` where the key's values are no texts. Dates come out in epoch milliseconds. Throws `invalidRequest`.
 */
export function checkFilters(filters: unknown): Filter[] {
  if (!Array.isArray(filters)) throw refusal('Filters', 'take a list of {"key", "operator", "value": […]}.')
  const checked = filters.map((filter, index) => checkFilter(filter ?? {}, `Filter ${index + 1}`))
  const count = checked.reduce((sum, { value }) => sum + value.length, 0)
  if (count <= MOST_VALUES) return checked
  throw refusal('Filters', `take ${MOST_VALUES} values in all, and here are ${count}. Ask in parts.`)
}

function checkFilter({ key, operator, value }: { [name: string]: unknown }, which: string): Filter {
  const meaning = typeof key === 'string' ? meaningOf(key) : null
  if (meaning === null) throw refusal(which, `has no key that there is: ${shown(key)}.${nearest(key)}`)
  const { operators } = kinds[meaning.kind]
  const known = operators.find((each) => each === operator)
  if (known === undefined) throw refusal(which, `cannot ask '${key}' by ${shown(operator)}: ${operators.join(', ')}.`)
  if (!Array.isArray(value) || value.length === 0) {
    throw refusal(which, `needs a list of one or more values under "value", not ${shown(value)}.`)
  }
  const checked = value.map((each) => {
    const taken = takenValue(each, meaning.kind, known, String(key))
    if (taken !== undefined) return taken
    throw refusal(which, `takes ${takenBy(meaning.kind, known)} for '${key} ${known}', not ${shown(each)}.`)
  })
  return { key: key as FilterKey, operator: known, value: checked }
}

/** `undefined`: it means nothing here. */
function takenValue(value: unknown, kind: Kind, operator: Filter['operator'], key: string): Value | undefined {
  const isText = kind === 'text' || kind === 'id' || kind === 'name' || kind === 'entry'
  if (value === null || (value === '' && !isText)) {
    const isPossible = kind !== 'name' && (kind !== 'entry' || key.startsWith(ENTRY))
    return isPossible && (operator === 'eq' || operator === 'neq') ? null : undefined
  }
  if (kind === 'boolean') return BOOLEANS.get(value)
  if (kind === 'number' || (kind === 'entry' && (operator === 'lt' || operator === 'gt'))) return numberOf(value)
  if (kind === 'date') return numberOf(value) ?? dateOf(value)
  if (kind === 'entry' && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
  return typeof value === 'string' ? value : undefined
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Without a zone it is UTC. */
function dateOf(value: unknown): number | undefined {
  const [text, zone] = (typeof value === 'string' && ISO_DATE.exec(value)) || []
  if (text === undefined) return undefined
  const atMs = Date.parse(zone === undefined && text.length > 10 ? `${text}Z` : text)
  return Number.isNaN(atMs) ? undefined : atMs
}

function takenBy(kind: Kind, operator: Filter['operator']): string {
  return kind === 'entry' && (operator === 'lt' || operator === 'gt') ? kinds.number.takes : kinds[kind].takes
}

function refusal(which: string, problem: string): GatewayError {
  return new GatewayError('invalidRequest', `${which} ${problem}`)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}

/** All keys, those that look most like it first. */
function nearest(key: unknown): string {
  const asked = pairsOf(String(key).slice(0, MOST_SHOWN).toLowerCase())
  const alike = (name: string) => {
    const pairs = pairsOf(name.toLowerCase())
    return [...pairs].filter((pair) => asked.has(pair)).length / (pairs.size + asked.size)
  }
  return ` Keys are: ${[...filterKeys(), `${ENTRY}…`].sort((left, right) => alike(right) - alike(left)).join(', ')}.`
}

function pairsOf(text: string): ReadonlySet<string> {
  return new Set(Array.from(text, (_, at) => text.slice(at, at + 2)))
}
