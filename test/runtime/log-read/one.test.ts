// One row: its bodies and their beginnings, what people say of it later, and that nothing in a question becomes a part of a statement.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KeptRow, LogPage } from '../../../runtime/logs/query.ts'
import { logRow } from '../../support/log-row.ts'
import { type ReadStore, startReadStore, type Told } from './worker.ts'

let store: ReadStore
beforeAll(async () => {
  store = await startReadStore()
})
afterAll(() => store.worker.stop())

let stores = 0

/** Rows of a store of their own: its name. */
async function keep(...rows: readonly Partial<Told>[]): Promise<string> {
  stores++
  const name = `one-${stores}`
  await store.put(
    name,
    rows.map((row) => ({ ...logRow(), request: null, response: null, ...row })),
  )
  return name
}

const all = {
  filters: [],
  search: null,
  orderBy: 'created_at',
  direction: 'desc',
  page: 1,
  perPage: 9,
  extremes: false,
}

describe('a row', () => {
  it('comes with all that was said of it, and with the beginnings of its bodies', async () => {
    const told = { ...logRow({ metadata: { team: 'red' } }), request: '{"a":"é"}', response: '' }
    const name = await keep(told)
    const { request: _request, response: _response, ...row } = told
    const heads = { request: '{"a":"é"}', isRequestWhole: true, response: '', isResponseWhole: true }
    expect(await store.call(name, 'get', told.id)).toEqual({ ...row, feedback: null, score: null, heads })
    expect(await store.call(name, 'get', 'nobody')).toBeNull()
    const page = (await store.call(name, 'list', all)) as LogPage
    expect(page.rows).toEqual([{ ...row, feedback: null, score: null, heads: null }])
  })

  it('has heads of ten thousand bytes at most, cut between two characters', async () => {
    const long = `x${'é'.repeat(20_000)}`
    const name = await keep({ id: 'long', request: long, response: 'y'.repeat(10_000) })
    const { heads } = (await store.call(name, 'get', 'long')) as KeptRow
    expect(heads?.request).toBe(long.slice(0, 5000))
    expect(heads?.response).toBe('y'.repeat(10_000))
    expect([heads?.isRequestWhole, heads?.isResponseWhole]).toEqual([false, true])
  })

  it('has bodies with their types, or says that it has none', async () => {
    const name = await keep({
      id: 'a',
      request: 'q',
      requestContentType: 'text/plain',
      responseContentType: 'audio/mpeg',
    })
    expect(await store.call(name, 'body', 'a', 'request')).toEqual({
      bytes: 'q',
      contentType: 'text/plain',
      isWhole: true,
    })
    expect(await store.call(name, 'body', 'a', 'response')).toBeNull()
    expect(await store.call(name, 'body', 'b', 'request')).toBeNull()
    const { heads } = (await store.call(name, 'get', 'a')) as KeptRow
    expect(heads).toEqual({ request: 'q', isRequestWhole: true, response: null, isResponseWhole: false })
  })
})

describe('a row of which not all was kept', () => {
  it('says so', async () => {
    const name = await keep({ id: 'a', request: '{"beg', response: 'x', isCut: true })
    const { heads } = (await store.call(name, 'get', 'a')) as KeptRow
    expect(heads).toEqual({ request: '{"beg', isRequestWhole: false, response: 'x', isResponseWhole: false })
    expect(await store.call(name, 'body', 'a', 'response')).toMatchObject({ bytes: 'x', isWhole: false })
  })
})

describe('a patch', () => {
  it('changes what it says, leaves the rest, and clears by null', async () => {
    const name = await keep({ id: 'a', metadata: { team: 'red' } }, { id: 'b' })
    const said = async (patch: object) => {
      const { feedback, score, metadata } = (await store.call(name, 'patch', 'a', patch)) as KeptRow
      return { feedback, score, metadata }
    }
    expect(await said({ feedback: 1 })).toEqual({ feedback: 1, score: null, metadata: { team: 'red' } })
    expect(await said({ score: 0.25 })).toEqual({ feedback: 1, score: 0.25, metadata: { team: 'red' } })
    expect(await said({ metadata: { stage: 2 }, feedback: -1 })).toEqual({
      feedback: -1,
      score: 0.25,
      metadata: { stage: 2 },
    })
    expect(await said({})).toEqual({ feedback: -1, score: 0.25, metadata: { stage: 2 } })
    expect(await said({ feedback: null, score: null, metadata: null })).toEqual({
      feedback: null,
      score: null,
      metadata: {},
    })
    expect(await store.call(name, 'patch', 'nobody', { feedback: 1 })).toBeNull()
    expect(((await store.call(name, 'get', 'b')) as KeptRow).feedback).toBeNull()
  })

  it('is found by, and what it replaced is not', async () => {
    const name = await keep({ id: 'a', metadata: { team: 'red' } }, { id: 'b', metadata: { team: 'red' } }, { id: 'c' })
    await store.call(name, 'patch', 'a', { feedback: 1, metadata: { team: 'Blue' } })
    await store.call(name, 'patch', 'b', { feedback: -1 })
    const ids = async (key: string, operator: string, value: unknown, search: string | null = null) => {
      const filters = key === '' ? [] : [{ key, operator, value: [value] }]
      const page = (await store.call(name, 'list', { ...all, filters, search })) as LogPage
      return page.rows.map(({ id }) => id).sort()
    }
    expect(await ids('feedback', 'eq', 1)).toEqual(['a'])
    expect(await ids('feedback', 'neq', 1)).toEqual(['b', 'c'])
    expect(await ids('feedback', 'eq', null)).toEqual(['c'])
    expect(await ids('feedback', 'neq', null)).toEqual(['a', 'b'])
    expect(await ids('feedback', 'lt', 0)).toEqual(['b'])
    expect(await ids('metadata.key.team', 'eq', 'red')).toEqual(['b'])
    expect(await ids('metadata.value', 'eq', 'Blue')).toEqual(['a'])
    expect(await ids('', '', null, 'bLUe')).toEqual(['a'])
  })
})

describe('nothing of a question is a part of a statement', () => {
  const hostile = [
    "id = '' OR 1=1 --",
    'created_at; DROP TABLE logs',
    '__proto__',
    'constructor',
    'rowid',
    'seq',
    '1',
    '',
  ]

  it.each(hostile)('neither a key nor an order: %s', async (text) => {
    const name = await keep({ id: 'a' }, { id: 'b' })
    const filters = [{ key: text, operator: 'eq', value: ['x'] }]
    await expect(store.call(name, 'list', { ...all, filters })).rejects.toThrow(/No column of a log is called/)
    await expect(store.call(name, 'list', { ...all, orderBy: text })).rejects.toThrow(/A log is not ordered by/)
    const removal = { filters: [], limit: null, orderBy: text, direction: 'asc' }
    await expect(store.call(name, 'remove', removal)).rejects.toThrow(/A log is not ordered by/)
    expect(await store.all(name, 'SELECT COUNT(*) AS count FROM logs')).toEqual([{ count: 2 }])
  })

  it.each(["' OR ''='", '"; DROP TABLE logs; --', '?1', '%', "\\'", '\u0000'])(
    'no value or search: %s',
    async (text) => {
      const name = await keep({ id: 'a' }, { id: 'b' })
      const keys = ['id', 'provider', 'model', 'event_id', 'metadata.key', 'metadata.value', `metadata.key.${text}`]
      for (const key of keys) {
        for (const operator of ['eq', 'contains']) {
          const page = await store.call(name, 'list', { ...all, filters: [{ key, operator, value: [text] }] })
          expect(page).toMatchObject({ totalCount: 0 })
        }
      }
      expect(await store.call(name, 'list', { ...all, search: text })).toMatchObject({ totalCount: 0 })
      for (const id of [text, "a' OR '1'='1"]) {
        expect(
          await store.calls(name, [
            ['get', id],
            ['body', id, 'request'],
            ['patch', id, { feedback: 1 }],
          ]),
        ).toEqual([null, null, null])
      }
      expect(await store.all(name, 'SELECT COUNT(*) AS count FROM logs WHERE feedback IS NULL')).toEqual([{ count: 2 }])
    },
  )
})

describe('a removal', () => {
  const team = (value: string) => [{ key: 'metadata.key.team', operator: 'eq', value: [value] }]
  const removal = { filters: team('red'), limit: null, orderBy: 'created_at', direction: 'desc' }

  it('of more than go at once takes all of them and their bodies, and leaves the others theirs', async () => {
    const rows = Array.from({ length: 4500 }, (_, at) => ({
      id: `row-${at}`,
      createdAtMs: at,
      metadata: { team: at % 9 === 0 ? 'blue' : 'red' },
      request: `body of ${at}`,
    }))
    const name = await keep(...rows)
    expect(await store.call(name, 'remove', removal)).toBe(4000)
    expect(await store.call(name, 'list', all)).toMatchObject({ totalCount: 500 })
    expect(await store.call(name, 'list', { ...all, filters: team('red') })).toMatchObject({ totalCount: 0 })
    expect(await store.call(name, 'body', 'row-9', 'request')).toMatchObject({ bytes: 'body of 9' })
    expect(await store.all(name, 'SELECT * FROM log_erasures')).toEqual([])
    expect(await store.call(name, 'remove', removal)).toBe(0)
  })

  it('takes the first of an order when it is limited', async () => {
    const name = await keep(...[5, 3, 9, 7].map((cost) => ({ id: `of ${cost}`, cost, metadata: { team: 'red' } })))
    expect(await store.call(name, 'remove', { ...removal, limit: 2, orderBy: 'cost' })).toBe(2)
    const page = (await store.call(name, 'list', { ...all, orderBy: 'cost' })) as LogPage
    expect(page.rows.map(({ id }) => id)).toEqual(['of 5', 'of 3'])
  })
})
