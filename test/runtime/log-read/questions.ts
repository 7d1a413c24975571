// Random rows of a log and random questions about it, made of few words, so that they meet; among the words are those that would do harm
// in SQL, in patterns and in JSON.

import fc from 'fast-check'
import { filterKeys, kinds, meaningOf } from '../../../runtime/logs/filter-keys.ts'
import type { Filter, LogQuery, OrderBy } from '../../../runtime/logs/query.ts'
import { checkFilters } from '../../../runtime/logs/read-filters.ts'
import { logRow, tokens } from '../../support/log-row.ts'
import type { Told } from './worker.ts'

// biome-ignore format: a table
const WORDS = [
  'gpt-4o', 'GPT-4O', 'a', 'A', 'é', 'É', '😀', '1', '1.5', 'true', 'null', '', ' ', '%', '_', '\\', '"', "'", '\n', '\u0000', '\u001f',
  "' OR 1=1 --", '"; DROP TABLE logs; --', '?1', '$.a', '{}', ':a', ',a', '},', ',', '":1,', ':1', 'x".y', '[0]', '__proto__', 'a\nb', '1e+21',
  '%a%', 'a\u0000b', '*', 'İ', 'ß', '0.30000000000000004', '/', '\u2028',
]
// biome-ignore format: a table
const KEYS = ['team', 'a', 'A', '', '"', '\\', ':', ',', '}', ':1,', 'a b', 'a.b', '[0]', '$', 'é', '1', 'constructor', '\n', "'", 'x".y']
const NUMBERS = [0, 1, -1, 1.5, 0.1, 0.1 + 0.2, 1e21, 5e-324, 200, 429, 2 ** 53, 1e-7]
const TIMES = [1_760_000_000_000, 1_760_000_000_001, 1_760_000_000_002, 1_760_086_400_000]

const word = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...WORDS) }, fc.string({ maxLength: 4, unit: 'binary' }))
const number = fc.oneof(fc.constantFrom(...NUMBERS), fc.double({ noNaN: true, noDefaultInfinity: true }))
const entry = fc.oneof(word, fc.constantFrom(...NUMBERS), fc.boolean())
/** SQLite's JSON does not tell a key with U+0000 in it from one without. */
const name = fc.oneof(fc.constantFrom(...KEYS), word).filter((name) => !name.includes('\u0000'))
const metadata = fc.dictionary(name, entry, { maxKeys: 5 })
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 3 })
const count = fc.constantFrom(0, 1, 2, 10, 4_000_000)

/** Whatever may be in a row. */
export const row: fc.Arbitrary<Told> = fc
  .record({
    id: fc.uuid({ version: 7 }),
    createdAtMs: fc.constantFrom(...TIMES),
    provider: word,
    model: maybe(word),
    modelType: maybe(fc.constantFrom('chat', 'embeddings')),
    path: word,
    route: maybe(word),
    step: fc.nat(2),
    requestType: fc.constantFrom('native' as const, 'compat' as const, 'rest' as const),
    token: maybe(word),
    isAuthenticated: fc.boolean(),
    isStoredKey: fc.boolean(),
    userAgent: maybe(word),
    requestContentType: maybe(word),
    responseContentType: maybe(word),
    status: fc.constantFrom(200, 429, 500),
    isSuccess: fc.boolean(),
    cacheStatus: fc.constantFrom('HIT' as const, 'MISS' as const, 'STALE' as const, null),
    durationMs: fc.nat(3),
    usage: maybe(fc.tuple(count, count)).map((of) => of && tokens(...of)),
    cost: maybe(number.map(Math.abs)),
    metadata,
    error: maybe(word),
    eventId: word,
    requestId: word,
    feedback: fc.constantFrom(-1 as const, 1 as const, null),
  })
  .map((about) => ({ ...logRow(), ...about, request: null, response: null }))

const keys = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...filterKeys()) },
  { weight: 1, arbitrary: fc.constantFrom(...KEYS).map((key) => `metadata.key.${key}`) },
)
const values = {
  text: maybe(word),
  id: fc.oneof(word, fc.uuid({ version: 7 })),
  number: maybe(fc.oneof(number, count, fc.nat(3))),
  boolean: maybe(fc.boolean()),
  date: maybe(fc.constantFrom(...TIMES, 1_760_000_000_003)),
  name: fc.oneof(fc.constantFrom(...KEYS), word),
  entry,
} satisfies { readonly [kind in keyof typeof kinds]: fc.Arbitrary<unknown> }

/** A filter that passes the check: of its key, an operator and values that it takes. */
const filter: fc.Arbitrary<Filter> = keys.chain((key) => {
  const { kind } = meaningOf(key) ?? unreachable()
  return fc.constantFrom<Filter['operator']>(...kinds[kind].operators).chain((operator) => {
    const isOrder = operator === 'lt' || operator === 'gt'
    const any: fc.Arbitrary<unknown> = isOrder && kind === 'entry' ? number : values[kind]
    const value = any.filter((it) => it !== null || operator === 'eq' || operator === 'neq')
    const list = fc.array(value, { minLength: 1, maxLength: 3 })
    return list.map((value) => checkFilters([{ key, operator, value }])[0] ?? unreachable())
  })
})

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

/** A question. Most have few filters: of more of them nothing is left. */
export const query: fc.Arbitrary<LogQuery> = fc.record({
  filters: fc.array(filter, { maxLength: 3 }),
  search: fc.option(word, { freq: 2, nil: null }),
  orderBy: fc.constantFrom(...ORDERS),
  direction: fc.constantFrom('asc', 'desc'),
  page: fc.integer({ min: 1, max: 4 }),
  perPage: fc.constantFrom(1, 2, 7, 50),
  extremes: fc.boolean(),
})

/** Texts that look like JSON's own signs, so that one entry is written much as another one is. */
const tricky = fc.string({ unit: fc.constantFrom(',', ':', '}', '{', '"', '1', '\\', 'a', 'A', 'n'), maxLength: 4 })

/** Metadata of them. */
export const trickyMetadata = fc.dictionary(tricky, fc.oneof(tricky, fc.constantFrom(1, 11, 1.5, true)), { maxKeys: 3 })

const trickyFilter = fc.oneof(
  fc.record({
    key: fc.oneof(
      fc.constant('metadata.value'),
      tricky.map((key) => `metadata.key.${key}`),
    ),
    operator: fc.constantFrom('eq', 'neq', 'contains'),
    value: fc.array(fc.oneof(tricky, fc.constantFrom('1', '11', 'true', '1.5')), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    key: fc.constant('metadata.key'),
    operator: fc.constantFrom('eq', 'neq', 'contains'),
    value: fc.array(tricky, { minLength: 1, maxLength: 2 }),
  }),
)

/** A question about nothing else. */
export const metadataQuery: fc.Arbitrary<LogQuery> = trickyFilter.map((filter) => ({
  filters: checkFilters([filter]),
  search: null,
  orderBy: 'created_at',
  direction: 'asc',
  page: 1,
  perPage: 1000,
  extremes: false,
}))

function unreachable(): never {
  throw new Error('there is such a key')
}
