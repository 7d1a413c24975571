// The unmodified `cloudflare` SDK reads, marks and deletes the logs of a gateway that has served real traffic.

import { beforeEach, describe, expect, it } from 'vitest'
import { account_id, type Name, names, setCloudflareScene } from './cloudflare-scene.ts'

const { client, other, ids } = await setCloudflareScene()
const { logs } = client.aiGateway
const gateway_id = 'demo'
type Query = Omit<Parameters<typeof logs.list>[1], 'account_id'>

/** The names of the rows that a list has, on all of its pages. */
async function listed(query: Query = {}): Promise<readonly (Name | undefined)[]> {
  const found: (Name | undefined)[] = []
  for await (const { id } of logs.list('demo', { account_id, ...query }))
    found.push(names.find((name) => ids[name] === id))
  return found
}

const newest = [...names].reverse()
const where = (...found: readonly Name[]) => newest.filter((name) => found.includes(name))

describe('a list', () => {
  it.each([{}, { per_page: 1 }, { per_page: 3 }, { per_page: 8 }])(
    'ends, and has what was sent, newest first: %o',
    async (query) => {
      expect(await listed(query)).toEqual(newest)
    },
  )

  it('has an empty page behind the last one', async () => {
    const { result } = await logs.list('demo', { account_id, page: 9, per_page: 1 })
    expect(result).toEqual([])
  })

  it('says how many there are, and with meta_info their extremes', async () => {
    const { result_info } = await logs.list('demo', { account_id, per_page: 3, meta_info: true })
    expect(result_info).toMatchObject({ page: 1, per_page: 3, count: 3, total_count: 8 })
    // 1,000 tokens of gpt-4o-mini's input at 0.15 dollars a million and 500 of its output at 0.6; what the cache gave costs nothing.
    expect(result_info).toMatchObject({ min_cost: 0, min_tokens_in: 1000, max_tokens_in: 2000, max_total_tokens: 2300 })
    expect(result_info).toMatchObject({ min_duration: expect.any(Number), max_duration: expect.any(Number) })
    const plain = await logs.list('demo', { account_id })
    expect(plain.result_info).not.toHaveProperty('min_cost')
  })

  it('keeps sizes and beginnings for those who ask for one', async () => {
    const { result } = await logs.list('demo', { account_id, per_page: 1 })
    for (const name of ['request_head', 'response_head', 'request_size', 'response_size'])
      expect(result[0]).not.toHaveProperty(name)
  })
})

describe('filters', () => {
  const cases: readonly (readonly [Query['filters'], readonly Name[]])[] = [
    [[{ key: 'provider', operator: 'eq', value: ['anthropic'] }], ['stream', 'step 1']],
    [[{ key: 'provider', operator: 'neq', value: ['anthropic'] }], ['ann', 'bob', 'broken', 'miss', 'hit', 'step 0']],
    [[{ key: 'provider', operator: 'eq', value: ['anthropic', 'openai'] }], names],
    [[{ key: 'model', operator: 'contains', value: ['mini'] }], ['ann', 'bob', 'miss', 'hit']],
    [[{ key: 'success', operator: 'eq', value: [false] }], ['broken', 'step 0']],
    [[{ key: 'cached', operator: 'eq', value: [true] }], ['hit']],
    [[{ key: 'tokens_in', operator: 'gt', value: [1000] }], ['stream', 'step 1']],
    [[{ key: 'tokens', operator: 'lt', value: [2300] }], ['ann', 'bob', 'miss', 'hit']],
    [[{ key: 'cost', operator: 'gt', value: [0.001] }], ['stream', 'step 1']],
    [[{ key: 'event_id', operator: 'eq', value: ['event-1'] }], ['ann']],
    [[{ key: 'metadata.key', operator: 'eq', value: ['user'] }], ['ann', 'bob']],
    [[{ key: 'metadata.value', operator: 'eq', value: ['bob'] }], ['bob']],
    [[{ key: 'user_agent', operator: 'contains', value: ['TRAFFIC'] }], names],
    [[{ key: 'authentication', operator: 'eq', value: [true] }], names],
    [[{ key: 'request_type', operator: 'eq', value: ['compat'] }], ['step 0', 'step 1']],
    [[{ key: 'response_content_type', operator: 'contains', value: ['event-stream'] }], ['stream']],
    [[{ key: 'created_at', operator: 'gt', value: ['2020-01-01T00:00:00Z'] }], names],
    [[{ key: 'created_at', operator: 'lt', value: ['2020-01-01T00:00:00Z'] }], []],
    [[{ key: 'feedback', operator: 'eq', value: [null] }], names],
    [
      [
        { key: 'provider', operator: 'eq', value: ['openai'] },
        { key: 'success', operator: 'eq', value: [true] },
        { key: 'cost', operator: 'gt', value: [0] },
      ],
      ['ann', 'bob', 'miss'],
    ],
  ]
  it.each(cases)('%j', async (filters, found) => {
    expect(await listed({ filters: filters ?? [], per_page: 3 })).toEqual(where(...found))
  })

  it('of one id', async () => {
    expect(await listed({ filters: [{ key: 'id', operator: 'eq', value: [ids.bob] }] })).toEqual(['bob'])
  })

  it.each<[Query, readonly Name[]]>([
    [{ provider: 'anthropic' }, ['stream', 'step 1']],
    [{ model: 'gpt-4o-mini' }, ['ann', 'bob', 'miss', 'hit']],
    [{ success: false }, ['broken', 'step 0']],
    [{ cached: true }, ['hit']],
    [{ min_tokens_in: 2000 }, ['stream', 'step 1']],
    [{ max_tokens_in: 1000 }, ['ann', 'bob', 'miss', 'hit']],
    [{ min_total_tokens: 1500, max_total_tokens: 1500 }, ['ann', 'bob', 'miss', 'hit']],
    [{ min_cost: 0.00045, max_cost: 0.00045 }, ['ann', 'bob', 'miss']],
    [{ start_date: '2020-01-01', end_date: '2020-01-02' }, []],
    [{ start_date: '2020-01-01' }, names],
    [{ feedback: 1 }, []],
    [{ provider: 'openai', filters: [{ key: 'cached', operator: 'eq', value: [true] }] }, ['hit']],
  ])('of former times: %j', async (query, found) => {
    expect(await listed(query)).toEqual(where(...found))
  })

  it('and a search', async () => {
    expect(await listed({ search: 'ANN' })).toEqual(['ann'])
    expect(await listed({ search: 'claude' })).toEqual(where('stream', 'step 1'))
    expect(await listed({ search: '%' })).toEqual([])
  })

  it('in another order', async () => {
    expect(await listed({ order_by: 'created_at', order_by_direction: 'asc', per_page: 3 })).toEqual(names)
    expect(await listed({ direction: 'asc' })).toEqual(names)
    expect((await listed({ order_by: 'cached', order_by_direction: 'desc', per_page: 3 }))[0]).toBe('hit')
    expect(new Set((await listed({ order_by: 'provider', order_by_direction: 'asc' })).slice(0, 2))).toEqual(
      new Set(['stream', 'step 1']),
    )
  })
})

describe('one log', () => {
  const get = (name: Name) => logs.get(ids[name], { account_id, gateway_id })

  it('of a streamed Anthropic call has its tokens and their cost', async () => {
    expect(await get('stream')).toMatchObject({
      id: ids.stream,
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      model_type: 'chat',
      path: 'v1/messages',
      status_code: 200,
      success: true,
      cached: false,
      step: 0,
      tokens_in: 2000,
      tokens_out: 300,
      // 2,000 at 3 dollars a million, 300 at 15.
      cost: 0.0105,
      custom_cost: false,
      request_type: 'native',
      request_content_type: 'application/json',
      response_content_type: 'text/event-stream',
      metadata: {},
      token: 'app',
      byok: true,
      authentication: true,
      complete: true,
      error: null,
      created_at: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      duration: expect.any(Number),
      time_to_first_byte_ms: expect.any(Number),
    })
  })

  it('has what was said of it, and its bodies', async () => {
    const log = await get('ann')
    expect(log).toMatchObject({ metadata: { user: 'ann', plan: 'free' }, event_id: 'event-1', user_agent: 'traffic/1' })
    expect(log.request_head).toContain('Say hello.')
    expect(log).toMatchObject({ request_head_complete: true, response_head_complete: true })
    expect(log.request_size).toBe(log.request_head?.length)
    const request = await logs.request(ids.ann, { account_id, gateway_id })
    expect(request).toEqual({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Say hello.' }] })
    const response = await logs.response(ids.ann, { account_id, gateway_id })
    expect(response).toMatchObject({ object: 'chat.completion', usage: { prompt_tokens: 1000 } })
  })

  it('of a stream has its events', async () => {
    expect(await logs.response(ids.stream, { account_id, gateway_id })).toMatch(
      /^event: message_start\n.*event: message_stop\n/s,
    )
  })

  it('tells of hits, failures and steps', async () => {
    expect(await get('hit')).toMatchObject({ cached: true, cache_status: 'HIT', cost: 0 })
    expect(await get('miss')).toMatchObject({ cached: false, cache_status: 'MISS' })
    expect(await get('broken')).toMatchObject({
      success: false,
      status_code: 500,
      error: expect.stringContaining('broken'),
    })
    expect(await get('step 0')).toMatchObject({ route: 'chat', step: 0, served: false, success: false })
    expect(await get('step 1')).toMatchObject({ route: 'chat', step: 1, served: true, request_type: 'compat' })
  })

  it('holds no key', async () => {
    const rows = await Promise.all(names.map(get))
    expect(JSON.stringify(rows)).not.toMatch(/stored|-token/)
  })
})

describe('what people say of a log', () => {
  const edit = (body: object) => logs.edit(ids.bob, { account_id, gateway_id, ...body })
  const get = () => logs.get(ids.bob, { account_id, gateway_id })
  beforeEach(() => edit({ feedback: null, score: null, metadata: { user: 'bob', n: 7 } }))

  it('stays, and what is not said stays as it was', async () => {
    await edit({ feedback: 1, score: 70.5 })
    expect(await get()).toMatchObject({ feedback: 1, score: 70.5, metadata: { user: 'bob', n: 7 } })
    await edit({ feedback: -1 })
    expect(await get()).toMatchObject({ feedback: -1, score: 70.5 })
    await edit({ feedback: null })
    expect(await get()).toMatchObject({ feedback: null, score: 70.5 })
  })

  it('is found by it', async () => {
    await edit({ feedback: 1, metadata: { reviewed: true } })
    expect(await listed({ filters: [{ key: 'feedback', operator: 'eq', value: [1] }] })).toEqual(['bob'])
    expect(await listed({ feedback: 1 })).toEqual(['bob'])
    expect(await listed({ filters: [{ key: 'metadata.key', operator: 'eq', value: ['reviewed'] }] })).toEqual(['bob'])
    expect(await listed({ filters: [{ key: 'metadata.value', operator: 'eq', value: ['bob'] }] })).toEqual([])
    await edit({ metadata: null })
    expect(await get()).toMatchObject({ metadata: {} })
  })

  it('is one of 1, -1 and null', async () => {
    await expect(edit({ feedback: 2 })).rejects.toMatchObject({
      status: 400,
      errors: [{ code: 7001, message: expect.stringContaining("'feedback' must be") }],
    })
  })
})

describe('another gateway', () => {
  it("has its own log, and this token's is not its", async () => {
    const rows = []
    for await (const row of other.aiGateway.logs.list('other', { account_id })) rows.push(row.id)
    expect(rows).toHaveLength(1)
    expect(Object.values(ids)).not.toContain(rows[0])
    const id = rows[0] ?? ''
    const missing = { status: 404, errors: [{ code: 7002, message: expect.any(String) }] }
    await expect(logs.get(id, { account_id, gateway_id })).rejects.toMatchObject(missing)
    await expect(logs.response(id, { account_id, gateway_id })).rejects.toMatchObject(missing)
    await expect(logs.edit(id, { account_id, gateway_id, feedback: 1 })).rejects.toMatchObject(missing)
    await expect(logs.get(id, { account_id, gateway_id: 'other' })).rejects.toMatchObject(missing)
    await expect(logs.delete('other', { account_id })).rejects.toMatchObject(missing)
    await expect(logs.list('other', { account_id })).rejects.toMatchObject(missing)
    expect(await other.aiGateway.logs.get(id, { account_id, gateway_id: 'other' })).toMatchObject({
      id,
      feedback: null,
    })
  })
})

describe('deletion', () => {
  it('takes what its filters find, with the bodies', async () => {
    const filters = [{ key: 'provider' as const, operator: 'eq' as const, value: ['anthropic'] }]
    expect(
      await logs.delete('demo', { account_id, filters, limit: 1, order_by: 'created_at', order_by_direction: 'desc' }),
    ).toMatchObject({
      success: true,
    })
    expect(await listed()).toEqual(newest.filter((name) => name !== 'step 1'))
    await logs.delete('demo', { account_id, filters })
    expect(await listed()).toEqual(newest.filter((name) => name !== 'step 1' && name !== 'stream'))
    await expect(logs.response(ids.stream, { account_id, gateway_id })).rejects.toMatchObject({ status: 404 })
  })

  it('without filters takes all', async () => {
    await logs.delete('demo', { account_id })
    expect(await listed()).toEqual([])
    let left = 0
    for await (const _ of other.aiGateway.logs.list('other', { account_id })) left += 1
    expect(left).toBe(1)
  })
})
