// What a question about the log means, said as plainly as can be: every row is looked at, then sorted, then cut into pages.

import type { Extremes, Filter, LogQuery } from '../../../runtime/logs/query.ts'
import type { Told } from './worker.ts'

/** What a page ought to be: ids, and what is told of all that was found. */
export interface Expected {
  readonly ids: readonly string[]
  readonly totalCount: number
  readonly extremes: Extremes | null
}

/** The page that a query asks for. */
export function expectedPage(rows: readonly Told[], query: LogQuery): Expected {
  const found = expectedRows(rows, query)
  const start = (query.page - 1) * query.perPage
  return {
    ids: found.slice(start, start + query.perPage).map(({ id }) => id),
    totalCount: found.length,
    extremes: query.extremes && found.length > 0 ? extremesOf(found) : null,
  }
}

/** All rows that a query finds, in order. */
export function expectedRows(
  rows: readonly Told[],
  { filters, search, orderBy, direction }: Pick<LogQuery, 'filters' | 'search' | 'orderBy' | 'direction'>,
): readonly Told[] {
  const found = rows.filter(
    (row) => filters.every((filter) => holds(row, filter)) && (search === null || isFound(row, search)),
  )
  // Those that are alike stand as they came.
  const ordered = found.sort((left, right) => {
    const alike = orderBy === 'created_at' ? compared(left.id, right.id) : 0
    return compared(fieldOf(left, orderBy), fieldOf(right, orderBy)) || alike
  })
  return direction === 'asc' ? ordered : ordered.reverse()
}

type Value = string | number | boolean | null

function holds(row: Told, { key, operator, value }: Filter): boolean {
  if (operator === 'neq') return !holds(row, { key, operator: 'eq', value })
  if (key === 'metadata.key') {
    return Object.keys(row.metadata).some((name) => value.some((each) => compares(name, operator, each)))
  }
  if (key === 'metadata.value') {
    return Object.values(row.metadata).some((held) => value.some((each) => comparesEntry(held, operator, each)))
  }
  if (key.startsWith('metadata.key.')) {
    const name = key.slice('metadata.key.'.length)
    const held = Object.hasOwn(row.metadata, name) ? (row.metadata[name] ?? null) : null
    return value.some((each) => comparesEntry(held, operator, each))
  }
  return value.some((each) => compares(fieldOf(row, key), operator, each))
}

function comparesEntry(held: Value, operator: Filter['operator'], value: Value): boolean {
  if (held === null || value === null) return operator === 'eq' && held === value
  if (operator === 'lt' || operator === 'gt') return typeof held === 'number' && compares(held, operator, value)
  return compares(String(held), operator, String(value))
}

function compares(held: Value, operator: Filter['operator'], value: Value): boolean {
  if (operator === 'eq') return held === value
  if (held === null || value === null) return false
  if (operator === 'contains') return lower(String(held)).includes(lower(String(value)))
  return operator === 'lt' ? held < value : held > value
}

function isFound(row: Told, search: string): boolean {
  const { id, model, provider, path, metadata, error, eventId } = row
  const texts = [model, provider, path, JSON.stringify(metadata), error, eventId]
  // One text, with a sign between them that nobody types.
  const text = texts.filter((text) => text !== null).join('\u001f')
  return [id, text].some((text) => lower(text).includes(lower(search)))
}

/** Of ASCII. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function fieldOf(row: Told, key: string): Value {
  const values: { readonly [key: string]: Value } = {
    id: row.id,
    created_at: row.createdAtMs,
    request_content_type: row.requestContentType,
    response_content_type: row.responseContentType,
    request_type: row.requestType,
    success: row.isSuccess,
    cached: row.cacheStatus === 'HIT' || row.cacheStatus === 'STALE',
    provider: row.provider,
    model: row.model,
    model_type: row.modelType,
    cost: row.cost,
    tokens: row.usage && row.usage.inputTokens + row.usage.outputTokens,
    tokens_in: row.usage?.inputTokens ?? null,
    tokens_out: row.usage?.outputTokens ?? null,
    duration: row.durationMs,
    feedback: row.feedback ?? null,
    event_id: row.eventId,
    authentication: row.isAuthenticated,
    wholesale: false,
    byok: row.isStoredKey,
    compatibilityMode: row.requestType === 'compat',
    dlp_action: null,
    user_agent: row.userAgent,
    status_code: row.status,
    token: row.token,
    route: row.route,
    step: row.step,
    cache_status: row.cacheStatus,
    request_id: row.requestId,
  }
  const value = values[key]
  if (value === undefined) throw new Error(`the oracle does not know ${key}`)
  return value
}

/** Nothing comes before anything. Texts in the order of their code points, as UTF-8 has it. */
function compared(left: Value, right: Value): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null)
  if (typeof left === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(String(right)))
  return Number(left > right) - Number(left < right)
}

function extremesOf(rows: readonly Told[]): Extremes {
  const of = (key: string): readonly [number | null, number | null] => {
    const values = rows.map((row) => fieldOf(row, key)).filter((value) => typeof value === 'number')
    return values.length === 0 ? [null, null] : [Math.min(...values), Math.max(...values)]
  }
  return {
    cost: of('cost'),
    duration: of('duration'),
    tokensIn: of('tokens_in'),
    tokensOut: of('tokens_out'),
    totalTokens: of('tokens'),
  }
}
