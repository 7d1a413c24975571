// Hostile words in every place of a request, and deletions that are not meant: what is not understood changes nothing. Rows are the test's own.

import { describe, expect, it } from 'vitest'
import type { Call } from '../../support/call.ts'
import { manage, resultOf } from './call.ts'
import { setRowsScene } from './rows.ts'

const { url, stderr, keep } = await setRowsScene()
const ask = (path: string, options: Call = {}) => manage(url, `gateways/one/${path}`, 'ops', options)
const ids = async (query: string) => (resultOf(await ask(`logs?${query}`)) as { id: string }[]).map(({ id }) => id)
const by = (key: string, operator: string, ...value: unknown[]) =>
  `filters=${encodeURIComponent(JSON.stringify([{ key, operator, value }]))}`

describe('hostile words', () => {
  const words = [
    "' OR '1'='1",
    "'; DROP TABLE logs; --",
    '") OR 1=1 --',
    '%',
    '_',
    '\\',
    '\u0000',
    '🙂',
    '{{7*7}}',
    '{"$ne":null}',
    '../../../etc/passwd',
    '<script>',
    'x'.repeat(5000),
  ]

  it.each(words)('are only that: %j', async (word) => {
    await keep('one', [{ id: 'plain', provider: 'plain' }])
    const text = encodeURIComponent(word)
    const before = await ids('provider=plain')
    expect(before).toEqual(['plain'])
    for (const key of [
      'id',
      'provider',
      'model',
      'event_id',
      'user_agent',
      'metadata.key',
      'metadata.value',
      `metadata.key.${word}`,
    ])
      expect(await ids(by(key, 'eq', word))).toEqual([])
    expect(await ids(`search=${text}`)).toEqual([])
    for (const query of [
      `order_by=${text}`,
      `order_by_direction=${text}`,
      by(word, 'eq', 1),
      by('id', word, 1),
      `${text}=1`,
    ])
      expect((await ask(`logs?${query}`)).status).toBe(400)
    for (const path of [`logs/${text}`, `logs/${text}/request`, `datasets/${text}`, `evaluations/${text}`])
      expect((await ask(path)).status).toBe(404)
    expect((await ask(`logs?${by('provider', 'eq', word)}`, { method: 'DELETE' })).status).toBe(200)
    expect(await ids('provider=plain')).toEqual(before)
    expect(stderr()).toBe('')
  })
})

describe('deletion', () => {
  it('says how many there were, and takes no more', async () => {
    await keep(
      'one',
      Array.from({ length: 5 }, (_, index) => ({ id: `gone ${index}`, provider: 'gone', response: 'x' })),
    )
    const answer = await ask(`logs?${by('provider', 'eq', 'gone')}&limit=2&order_by_direction=asc`, {
      method: 'DELETE',
    })
    expect(answer.json).toEqual({ success: true, errors: [], messages: [], result: null, result_info: { count: 2 } })
    expect(await ids('provider=gone')).toEqual(['gone 4', 'gone 3', 'gone 2'])
    expect((await ask(`logs?${by('provider', 'eq', 'gone')}`, { method: 'DELETE' })).json).toMatchObject({
      result_info: { count: 3 },
    })
    expect((await ask('logs/gone%202/response')).status).toBe(404)
  })

  it.each([
    'filter=[]',
    'filters=',
    'filters={}',
    'filters=[{}]',
    'provider=plain',
    'search=x',
    'limit=0',
    'limit=all',
  ])('takes nothing where it is not understood: %s', async (query) => {
    await keep('one', [{ id: 'stays' }])
    const before = (await ask('logs?per_page=1')).json as { result_info: { total_count: number } }
    expect((await ask(`logs?${query}`, { method: 'DELETE' })).status).toBe(400)
    expect((await ask('logs?per_page=1')).json).toMatchObject({
      result_info: { total_count: before.result_info.total_count },
    })
  })
})
