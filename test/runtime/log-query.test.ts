// The query of a list of logs: filters as the `cloudflare` SDK writes them, as JSON, and as parameters of former times; and what is refused.

import Cloudflare from 'cloudflare'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deletionOf, logQueryOf } from '../../runtime/endpoints/control/log-query.ts'

const read = (query: string) => logQueryOf(new URLSearchParams(query))
const filtersOf = (query: string) => read(query).filters
const sdk = new Cloudflare({ apiToken: 'token', baseURL: 'http://localhost' })
const asSdk = (filters: readonly object[]) => new URL(sdk.buildURL('/logs', { filters })).search

describe('filters of the SDK', () => {
  const text = { key: fc.constantFrom('provider', 'model', 'event_id'), value: fc.string() }
  const number = { key: fc.constantFrom('cost', 'tokens_in', 'feedback'), value: fc.integer({ min: -9, max: 9 }) }
  const truth = { key: fc.constantFrom('cached', 'success'), value: fc.boolean() }
  const filter = fc.oneof(
    ...[text, number, truth].map(({ key, value }) =>
      fc.record({
        key,
        operator: fc.constantFrom('eq', 'neq'),
        value: fc.array<unknown>(value as fc.Arbitrary<unknown>, { minLength: 1, maxLength: 3 }),
      }),
    ),
  )
  const names = fc.shuffledSubarray(['key', 'operator', 'value'] as const, { minLength: 3 })

  it('come out as they went in, in whatever order each of them has its parts', () => {
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 6 }), names, (filters, order) => {
        const written = filters.map((each) => Object.fromEntries(order.map((name) => [name, each[name]])))
        expect(filtersOf(asSdk(written))).toEqual(filters)
        expect(filtersOf(`filters=${encodeURIComponent(JSON.stringify(written))}`)).toEqual(filters)
      }),
    )
  })

  it('each with its parts in an order of its own are refused, or come out as they went in', () => {
    const mixed = fc.array(fc.tuple(filter, names), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(mixed, (filters) => {
        const written = filters.map(([each, order]) => Object.fromEntries(order.map((name) => [name, each[name]])))
        let found: readonly unknown[] | null = null
        try {
          found = filtersOf(asSdk(written))
        } catch (thrown) {
          expect(thrown).toMatchObject({ problem: 'invalidRequest' })
        }
        if (found !== null) expect(found).toEqual(filters.map(([each]) => each))
      }),
    )
  })

  it('say null by nothing', () => {
    expect(filtersOf(asSdk([{ key: 'feedback', operator: 'eq', value: [null] }]))).toEqual([
      { key: 'feedback', operator: 'eq', value: [null] },
    ])
  })
})

describe('former parameters', () => {
  const at = Date.UTC(2026, 10, 20)
  it.each([
    ['cached=true', 'cached', 'eq', true],
    ['success=false', 'success', 'eq', false],
    ['model=true', 'model', 'eq', 'true'],
    ['model_type=chat', 'model_type', 'eq', 'chat'],
    ['request_content_type=a', 'request_content_type', 'eq', 'a'],
    ['response_content_type=a', 'response_content_type', 'eq', 'a'],
    ['provider=', 'provider', 'eq', ''],
    ['feedback=1', 'feedback', 'eq', 1],
    ['feedback=0', 'feedback', 'eq', -1],
    ['start_date=2026-11-20', 'created_at', 'gt', at - 1],
    ['end_date=2026-11-20T00:00:00Z', 'created_at', 'lt', at + 1],
  ])('%s', (query, key, operator, value) => {
    expect(filtersOf(query)).toEqual([{ key, operator, value: [value] }])
  })

  it('are bounds within which the numbers themselves are', () => {
    const numbers = fc.oneof(fc.double({ min: 1e-300, max: 1e12, noNaN: true }), fc.nat())
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom('cost', 'duration', 'tokens_in', 'tokens_out', 'total_tokens'),
        (number, name) => {
          const [least, most] = filtersOf(`min_${name}=${number}&max_${name}=${number}`)
          const key = name === 'total_tokens' ? 'tokens' : name
          expect([least, most]).toMatchObject([
            { key, operator: 'gt' },
            { key, operator: 'lt' },
          ])
          expect(Number(least?.value[0])).toBeLessThan(number)
          expect(Number(most?.value[0])).toBeGreaterThan(number)
          expect(Number(most?.value[0]) - Number(least?.value[0])).toBeLessThanOrEqual(number * 1e-15 + 1e-300)
        },
      ),
    )
  })
})

it('says what nobody says', () => {
  expect(read('')).toEqual({
    filters: [],
    search: null,
    orderBy: 'created_at',
    direction: 'desc',
    page: 1,
    perPage: 20,
    extremes: false,
  })
  expect(read('direction=asc&order_by_direction=desc').direction).toBe('desc')
  expect(deletionOf(new URLSearchParams('limit=5&order_by=cost&order_by_direction=asc'))).toEqual({
    filters: [],
    limit: 5,
    orderBy: 'cost',
    direction: 'asc',
  })
})

describe('refused, by name', () => {
  it.each([
    ['page=0', "'page' takes a whole number from 1 to"],
    ['page=-1', "'page'"],
    ['page=1.5', "'page'"],
    ['page=1e3000', "'page'"],
    ['page=', "'page'"],
    ['page= 1', "'page'"],
    ['page=0x1', "'page'"],
    ['per_page=1001', "'per_page' takes a whole number from 1 to 1000, not '1001'"],
    ['order_by=id; DROP TABLE logs', "'order_by' takes one of created_at"],
    ['order_by=constructor', "'order_by'"],
    ['order_by_direction=up', "'order_by_direction' takes one of asc, desc, not 'up'"],
    ['meta_info=yes', "'meta_info' takes one of true, false"],
    ['cached=1', "'cached eq'"],
    ['feedback=2', "'feedback'"],
    ['min_cost=cheap', "'min_cost' takes a number"],
    ['max_duration=-1', "'max_duration'"],
    ['start_date=yesterday', "'start_date' takes a date"],
    ['filters={}', "'filters' takes a JSON array"],
    ['filters=[', "'filters' takes a JSON array"],
    ['filters=[null]', 'Filter 1'],
    ['filters=[{"key":"__proto__","operator":"eq","value":[1]}]', 'Filter 1 has no key that there is: "__proto__"'],
    ['filters.key=provider', 'Filter 1'],
    ['filters.value=openai', 'Filter 1'],
    ['filters.kex=provider', "no parameter 'filters.kex'"],
    ['filter=[]', "no parameter 'filter'"],
    ['min_id=1', "no parameter 'min_id'"],
    ['min_constructor=1', "no parameter 'min_constructor'"],
    ['limit=1', "no parameter 'limit'"],
    ['page=1&page=2', "another parameter 'page'"],
    ['filters=[]&filters=[]', "another parameter 'filters'"],
    ['filters=[]&filters.key=model', "another parameter 'filters.key'"],
    ['filters.key=model&filters=[]', "another parameter 'filters.key'"],
  ])('%s', (query, message) => {
    expect(() => read(query)).toThrow(
      expect.objectContaining({ problem: 'invalidRequest', message: expect.stringContaining(message) }),
    )
  })

  it.each(['search=x', 'page=1', 'provider=openai', 'min_cost=1', 'filter=[]'])(
    'of a deletion, what a list would take too: %s',
    (query) => {
      expect(() => deletionOf(new URLSearchParams(query))).toThrow(
        /^There is no parameter '.*' here\. Nothing was done\.$/,
      )
    },
  )

  it('whatever it is, with a message that ends', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('page', 'filters', 'filters.key', 'filters.value', 'order_by', 'x'), fc.string()),
        ),
        (pairs) => {
          try {
            logQueryOf(new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])))
          } catch (thrown) {
            expect(thrown).toMatchObject({ problem: 'invalidRequest', message: expect.stringMatching(/^.{10,2000}$/s) })
          }
        },
      ),
    )
  })
})
