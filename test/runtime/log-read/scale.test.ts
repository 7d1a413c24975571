// What a page costs does not depend on the time of day: plans and rows read instead of milliseconds, over some thousand rows.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Filter, LogPage, LogQuery } from '../../../runtime/logs/query.ts'
import { checkFilters } from '../../../runtime/logs/read-filters.ts'
import { logRow } from '../../support/log-row.ts'
import { type ReadStore, startReadStore } from './worker.ts'

const COUNT = 3000
const PER_PAGE = 20
const START_MS = Date.UTC(2026, 0, 1)
/** A page, then its rows from the table by their numbers, which are read as rows and put in order. */
const PAGE = 4 * PER_PAGE + 2

let store: ReadStore
beforeAll(async () => {
  store = await startReadStore()
  const rows = Array.from({ length: COUNT }, (_, at) => ({
    ...logRow(),
    id: `01900000-0000-7000-8000-${String(at).padStart(12, '0')}`,
    createdAtMs: START_MS + at * 1000,
    provider: at % 2 === 0 ? 'openai' : 'anthropic',
    model: at === 1 ? 'only-one' : 'gpt-4o',
    cost: at,
    metadata: { team: at % 3 === 0 ? 'red' : 'blue', user: `user-${at}` },
    request: null,
    response: null,
  }))
  await store.put('many', rows)
})
afterAll(() => store.worker.stop())

function asking(about: Partial<LogQuery>, ...filters: readonly unknown[]): LogQuery {
  const all = { search: null, orderBy: 'created_at', direction: 'desc', page: 1, perPage: PER_PAGE } as const
  return { ...all, extremes: false, ...about, filters: checkFilters(filters) }
}

function by(key: string, operator: Filter['operator'], ...value: readonly unknown[]): unknown {
  return { key, operator, value }
}

describe('reads', () => {
  it.each<[string, LogQuery, number]>([
    ['the newest: no more than a page', asking({}), PAGE],
    ['the oldest: no more than a page', asking({ direction: 'asc' }), PAGE],
    ['a row by its id: no more than that', asking({}, by('id', 'eq', '01900000-0000-7000-8000-000000000007')), 6],
    [
      'the last minute: its sixty rows, twice',
      asking({}, by('created_at', 'gt', START_MS + (COUNT - 61) * 1000)),
      120 + PAGE,
    ],
    ['a filter that finds one row: each row once', asking({}, by('model', 'eq', 'only-one')), COUNT + 4],
    [
      'the second page of a filter that finds half: each row once',
      asking({ page: 2 }, by('provider', 'eq', 'openai')),
      COUNT + PAGE,
    ],
    ['a filter that finds nothing: each row once', asking({}, by('metadata.key.user', 'eq', 'nobody')), COUNT + 1],
    ['a search that finds one row: each row once', asking({ search: 'ONLY-one' }), COUNT + 4],
    [
      'a filter that finds half: each row once, for a page or to count',
      asking({}, by('provider', 'eq', 'openai')),
      COUNT + PAGE,
    ],
    [
      'the last page of another order: no more than the first',
      asking({ orderBy: 'cost', page: COUNT / PER_PAGE }),
      2 * COUNT + PAGE + PER_PAGE,
    ],
    ['another order: each row once, and put in order', asking({ orderBy: 'cost' }), 2 * COUNT + PAGE + PER_PAGE],
  ])('%s', async (_, query, most) => {
    const { rowsRead } = await store.effort('many', query)
    expect(rowsRead).toBeGreaterThan(0)
    expect(rowsRead).toBeLessThanOrEqual(most)
  })
})

describe('the plan', () => {
  const found = [
    by('provider', 'eq', 'openai'),
    by('model', 'contains', 'o'),
    by('cost', 'gt', 1),
    by('tokens', 'lt', 100),
    by('success', 'eq', true),
    by('user_agent', 'neq', 'x'),
    by('metadata.key', 'eq', 'team'),
    by('metadata.value', 'eq', 'red'),
    by('metadata.key.team', 'eq', 'red'),
    by('created_at', 'lt', START_MS + 1e9),
  ]
  it.each(found)('of %o has an index for all of it', async (filter) => {
    const { plans } = await store.effort('many', asking({}, filter))
    const [listed = '', , counted = ''] = plans
    for (const plan of [listed, counted]) expect(plan).toMatch(/^(?:SCAN|SEARCH) logs USING COVERING INDEX logs_/)
    expect(listed).not.toContain('TEMP B-TREE')
  })

  it('of a search has the index of texts for all of it, and for what it is filtered by most', async () => {
    const { plans } = await store.effort('many', asking({ search: 'gpt' }, by('provider', 'eq', 'openai')))
    for (const plan of [plans[0], plans[2]]) expect(plan).toContain('USING COVERING INDEX logs_text')
  })

  it('of a search has the index of texts in other orders too', async () => {
    const { plans } = await store.effort('many', asking({ search: 'gpt', orderBy: 'cost' }))
    for (const plan of [plans[0], plans[2]]) expect(plan).toMatch(/USING (?:COVERING )?INDEX logs_text/)
  })

  it('of what no index has reads the table in its own order', async () => {
    const { plans } = await store.effort('many', asking({}, by('event_id', 'eq', 'x')))
    expect(plans[0]).toMatch(/^SCAN logs \|/)
  })
})

it('pages one behind the other have each row once, though all are alike in the order', async () => {
  for (const orderBy of ['provider', 'model', 'success', 'created_at'] as const) {
    const pages = Array.from({ length: 7 }, (_, index) => ['list', asking({ orderBy, page: index + 1, perPage: 499 })])
    const listed = ((await store.calls('many', pages)) as LogPage[]).map(({ rows }) => rows.map(({ id }) => id))
    expect(listed.map(({ length }) => length)).toEqual([499, 499, 499, 499, 499, 499, 6])
    expect(new Set(listed.flat()).size).toBe(COUNT)
  }
})

it('ends with an empty page, which still tells how many there are', async () => {
  const page = (await store.call('many', 'list', asking({ page: 151, extremes: true }))) as LogPage
  expect(page).toMatchObject({ rows: [], totalCount: COUNT, extremes: { cost: [0, COUNT - 1] } })
  const far = (await store.call('many', 'list', asking({ page: 1e9, perPage: 1000 }))) as LogPage
  expect(far).toMatchObject({ rows: [], totalCount: COUNT })
})
