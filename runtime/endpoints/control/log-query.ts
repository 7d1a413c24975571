// The query of a list of logs, or of what to delete -> filters, order and page. Filters come as JSON, or as the `cloudflare` SDK writes them:
// `filters.key=…&filters.operator=…&filters.value=…`, again and again. Parameters of former times become filters. Source: "management" 7.2.

import type { Filter, LogQuery, OrderBy } from '../../logs/query.ts'
import { checkFilters } from '../../logs/read-filters.ts'
import { GatewayError } from '../../problem.ts'
import { booleanIn, numberIn, pageIn, refusal, wordIn } from './parameters.ts'

const ORDERS: readonly OrderBy[] = [
  'created_at',
  'provider',
  'model',
  'model_type',
  'success',
  'cached',
  'cost',
  'tokens_in',
  'tokens_out',
  'duration',
  'feedback',
]
const DIRECTIONS = ['asc', 'desc'] as const
const FILTERS = /^filters(?:\.(?:key|operator|value))?$/
/** Former parameters that rows are equal to in what has the same name. */
const EQUAL = ['cached', 'success', 'model', 'model_type', 'provider', 'request_content_type', 'response_content_type']
/** Former parameters behind `min_` and `max_`, which are within. */
const BOUNDED = ['cost', 'duration', 'tokens_in', 'tokens_out', 'total_tokens']
const FORMER = /^(?:min|max)_(.+)$/
const LISTED = ['search', 'meta_info', 'page', 'per_page', 'direction', 'start_date', 'end_date', 'feedback']

/** What is to be deleted. */
export interface Deletion {
  readonly filters: readonly Filter[]
  /** `null`: all that the filters find. */
  readonly limit: number | null
  readonly orderBy: OrderBy
  readonly direction: 'asc' | 'desc'
}

/** Throws `invalidRequest`, which names the parameter; one that is not known too: a filter with a typing error would find everything. */
export function logQueryOf(search: URLSearchParams): LogQuery {
  refuseUnknown(search, isListed)
  const filters = [...filtersIn(search), ...formerFiltersIn(search)]
  return {
    filters: checkFilters(filters),
    search: search.get('search') || null,
    orderBy: wordIn(search, 'order_by', ORDERS) ?? 'created_at',
    direction: wordIn(search, 'order_by_direction', DIRECTIONS) ?? wordIn(search, 'direction', DIRECTIONS) ?? 'desc',
    ...pageIn(search),
    extremes: booleanIn(search, 'meta_info') ?? false,
  }
}

/** The same for a deletion, which has neither pages nor a search. */
export function deletionOf(search: URLSearchParams): Deletion {
  refuseUnknown(search, isDeleted)
  return {
    filters: checkFilters(filtersIn(search)),
    limit: numberIn(search, 'limit', { least: 1, most: 10_000_000, isWhole: true }),
    orderBy: wordIn(search, 'order_by', ORDERS) ?? 'created_at',
    direction: wordIn(search, 'order_by_direction', DIRECTIONS) ?? 'desc',
  }
}

function isDeleted(name: string): boolean {
  return FILTERS.test(name) || name === 'limit' || name === 'order_by' || name === 'order_by_direction'
}

function isListed(name: string): boolean {
  const bounded = FORMER.exec(name)?.[1] ?? ''
  return [...EQUAL, ...LISTED].includes(name) || BOUNDED.includes(bounded) || (isDeleted(name) && name !== 'limit')
}

/** What comes twice might be meant either way; so might filters that come in both ways. */
function refuseUnknown(search: URLSearchParams, isKnown: (name: string) => boolean): void {
  const said = new Set<string>()
  for (const name of search.keys()) {
    const isTwice = said.has(name) ? !name.startsWith('filters.') : name.startsWith('filters.') && search.has('filters')
    if (isKnown(name) && !isTwice) said.add(name)
    else {
      const shown = `parameter '${name.slice(0, 100)}'`
      const problem = isTwice ? `There is another ${shown}` : `There is no ${shown} here`
      throw new GatewayError('invalidRequest', `${problem}. Nothing was done.`)
    }
  }
}

/** A filter's values may be several, one behind the other; by the parameter that all begins with it is told where the next one begins. */
function filtersIn(search: URLSearchParams): readonly unknown[] {
  const json = search.get('filters')
  if (json !== null) return parsed(json)
  const filters: { [name: string]: string | string[] }[] = []
  const said = [...search].flatMap(([name, value]) =>
    FILTERS.test(name) ? [[name.slice('filters.'.length), value]] : [],
  )
  const beginsWithValue = said[0]?.[0] === 'value'
  let last = ''
  for (const [name = '', value = ''] of said) {
    let filter = filters.at(-1)
    const isNext = name === 'value' ? beginsWithValue && last !== 'value' : filter?.[name] !== undefined
    if (filter === undefined || isNext) {
      filter = {}
      filters.push(filter)
    }
    filter[name] = name === 'value' ? [...(filter.value ?? []), value] : value
    last = name
  }
  return filters
}

function parsed(json: string): readonly unknown[] {
  try {
    const filters: unknown = JSON.parse(json)
    if (Array.isArray(filters)) return filters
  } catch {
    // Told below.
  }
  throw refusal('filters', json, 'a JSON array of {"key", "operator", "value": […]}')
}

/** `feedback=0` is a thumb down. */
function formerFiltersIn(search: URLSearchParams): readonly unknown[] {
  const filters: unknown[] = []
  const add = (key: string, operator: string, value: unknown) => filters.push({ key, operator, value: [value] })
  for (const name of EQUAL) if (search.has(name)) add(name, 'eq', search.get(name))
  for (const name of BOUNDED) {
    const key = name.replace('total_', '')
    const least = numberIn(search, `min_${name}`, POSITIVE)
    const most = numberIn(search, `max_${name}`, POSITIVE)
    if (least !== null) add(key, 'gt', nextBelow(least))
    if (most !== null) add(key, 'lt', nextAbove(most))
  }
  const from = dateIn(search, 'start_date')
  const to = dateIn(search, 'end_date')
  if (from !== null) add('created_at', 'gt', from - 1)
  if (to !== null) add('created_at', 'lt', to + 1)
  const feedback = wordIn(search, 'feedback', ['0', '1'])
  if (feedback !== null) add('feedback', 'eq', feedback === '1' ? 1 : -1)
  return filters
}

const POSITIVE = { least: 0, most: Number.MAX_VALUE, isWhole: false }

function dateIn(search: URLSearchParams, name: string): number | null {
  const text = search.get(name)
  if (text === null) return null
  const atMs = Date.parse(text)
  if (Number.isNaN(atMs)) throw refusal(name, text, 'a date as ISO 8601 has it (2026-11-20T12:00:00Z)')
  return atMs
}

/** `gt` of it finds the number itself too. */
function nextBelow(value: number): number {
  return value === 0 ? -Number.MIN_VALUE : value * (1 - 2 ** -53)
}

/** `lt` of it finds the number itself too. */
function nextAbove(value: number): number {
  return value === 0 ? Number.MIN_VALUE : Math.min(value * (1 + 2 ** -52), Number.MAX_VALUE)
}
