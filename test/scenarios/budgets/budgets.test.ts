// Budgets in a gateway as it would be built: what passes at once, by what it is counted, what counts, and what a client is told.

import { scheduler } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { inTurn, reply, reset } from '../../support/answers.ts'
import { type Answered, call } from '../../support/call.ts'
import { type Spender, settled, startSpender, tally, used } from './spender.ts'

let spender: Spender
afterEach(() => spender.stop())

/** Every call comes to 20 tokens of answer, which are 10 cents, and is estimated at just that. */
const PRICES = `prices:
  "custom-up/*": { input: 0, output: 5000 }
  "custom-other/*": { input: 0, output: 5000 }
`

function gateway(budgets: string, more = ''): (url: string) => string {
  return (url) => `
${more.includes('authentication:') ? '' : 'authentication: off'}
${more.includes('cache:') ? '' : 'cache: off'}
budgets: ${budgets}
${PRICES}
${more}
providers:
  custom-up: { dialect: openai, url: ${url}/up }
  custom-other: { dialect: openai, url: ${url}/other }
  custom-free: { dialect: openai, url: ${url}/free }
`
}

function atOnce(count: number, ask: (index: number) => Promise<Answered>): Promise<readonly Answered[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => ask(index)))
}

function targets(): readonly string[] {
  return spender.upstream.requests.map(({ target }) => target.split('/')[1] ?? '')
}

describe.each(['fixed', 'sliding'])('%s', (technique) => {
  it('lets 10 of 100 calls at once through where there is room for 10', async () => {
    spender = await startSpender(gateway(`[{ usd: 1, per: 30d, technique: ${technique}, on_failure: deny }]`))
    spender.upstream.answer(used(10, 20, 1000))
    expect(tally(await atOnce(100, () => spender.ask()))).toEqual({ 200: 10, 429: 90 })
    expect(spender.upstream.requests).toHaveLength(10)
    await settled()
    expect(tally(await atOnce(5, () => spender.ask()))).toEqual({ 429: 5 })
  })
})

it('counts what a call cost by the vendor, and says so when it is too much', async () => {
  spender = await startSpender(
    (url) => `
authentication: off
cache: off
budgets: [{ usd: 0.0009, per: 1h }]
providers:
  openai: { url: ${url} }
`,
  )
  // 0.15 and 0.60 dollars per million: 0.00015 + 0.0003.
  spender.upstream.answer(used(1000, 500))
  const chat = { provider: 'openai', model: 'gpt-4o-mini' }
  for (let index = 0; index < 2; index++) {
    expect((await spender.ask(chat)).status).toBe(200)
    await settled()
  }
  const refused = await spender.ask(chat)
  const leftSeconds = 3600 - (Math.floor(Date.now() / 1000) % 3600)
  const seconds = Number(refused.headers['retry-after'])
  expect(seconds).toBeGreaterThan(leftSeconds - 20)
  expect(seconds).toBeLessThanOrEqual(leftSeconds + 1)
  const message = `Spend limit exceeded: rule 'gateway' (cost limit 0.0009 per 3600s, fixed) for openai gpt-4o-mini. Spent by gateway 'demo': 0.0009 USD; held for calls in flight: 0 USD. Ask again in ${seconds} s.`
  expect(refused.status).toBe(429)
  expect(refused.json).toEqual({
    success: false,
    result: [],
    messages: [],
    error: [{ code: 2045, message }],
    name: 'AiGatewayError',
    httpCode: 429,
    internalCode: 2045,
    message,
    description: message,
  })
  expect(JSON.parse(refused.headers['cf-aig-budget'] ?? '')).toEqual({
    ...{ by: 'gateway', usd: 0.0009, spent: 0.0009, held: 0, window_seconds: 3600, technique: 'fixed' },
  })
})

it('counts by token, and keeps nothing that tells who it was', async () => {
  const tokens = 'authentication: { tokens: [{ name: ada-of-red, secret: ADA }, { name: bob, secret: BOB }] }'
  spender = await startSpender(gateway('[{ usd: 0.3, per: 30d, by: token }]', tokens), {
    ADA: 'token-a',
    BOB: 'token-b',
  })
  const as = (token: string) => () => spender.ask({ headers: { 'cf-aig-authorization': `Bearer ${token}` } })
  expect(tally(await atOnce(8, as('token-a')))).toEqual({ 200: 3, 429: 5 })
  expect(tally(await atOnce(4, as('token-b')))).toEqual({ 200: 3, 429: 1 })
  const { json } = await as('token-a')()
  expect(json).toMatchObject({ description: expect.stringContaining("Spent by token 'ada-of-red': ") })
})

it('counts by metadata, with the defaults that the YAML states', async () => {
  const defaults = `headers: { cf-aig-metadata: '{"team":"red"}' }`
  spender = await startSpender(gateway('[{ usd: 0.2, per: 30d, by: metadata.team }]', defaults))
  const as = (team: string) => () => spender.ask({ headers: { 'cf-aig-metadata': JSON.stringify({ team }) } })
  expect(tally(await atOnce(3, () => spender.ask()))).toEqual({ 200: 2, 429: 1 })
  expect(tally(await atOnce(3, as('red')))).toEqual({ 429: 3 })
  expect(tally(await atOnce(3, as('blue')))).toEqual({ 200: 2, 429: 1 })
})

describe('a chain', () => {
  const route = 'routes: { chat: [custom-up/gpt, custom-other/gpt, custom-free/llama] }'
  const chat = () =>
    call(`${spender.base()}/compat/chat/completions`, {
      body: JSON.stringify({ model: 'dynamic/chat', messages: [], max_tokens: 20 }),
    })

  it.each(['provider', 'model'])('goes on to the next step over a budget by %s', async (by) => {
    spender = await startSpender(gateway(`[{ usd: 0.2, per: 30d, by: ${by} }]`, route))
    const answers: Answered[] = []
    for (let index = 0; index < 5; index++) answers.push(await chat())
    expect(answers.map(({ status, headers }) => [status, headers['cf-aig-step']])).toEqual([
      [200, '0'],
      [200, '0'],
      [200, '1'],
      [200, '1'],
      [200, '2'],
    ])
    expect(targets()).toEqual(['up', 'up', 'other', 'other', 'free'])
  })

  it("goes on to a step that costs nothing over the gateway's", async () => {
    spender = await startSpender(gateway('[{ usd: 0.1, per: 30d }]', route))
    expect([(await chat()).headers['cf-aig-step'], (await chat()).headers['cf-aig-step']]).toEqual(['0', '2'])
    expect(targets()).toEqual(['up', 'free'])
  })

  it('says 429 where no step is left, and counts for each what it came to', async () => {
    spender = await startSpender(gateway('[{ usd: 0.2, per: 30d, by: provider }]'))
    const steps = ['custom-up', 'custom-other'].map((provider) => ({
      provider,
      endpoint: 'chat/completions',
      query: { model: 'm', max_tokens: 20 },
    }))
    const ask = () => call(spender.base(), { body: JSON.stringify(steps) })
    // The first step fails and costs nothing: it never comes to be refused.
    spender.upstream.answer((request, response) =>
      (request.target.startsWith('/up') ? reply({ status: 500 }) : used(1, 20))(request, response),
    )
    const answers: Answered[] = []
    for (let index = 0; index < 3; index++) {
      answers.push(await ask())
      await settled()
    }
    expect(answers.map(({ status, headers }) => [status, headers['cf-aig-step']])).toEqual([
      [200, '1'],
      [200, '1'],
      [429, '1'],
    ])
    expect(targets()).toEqual(['up', 'other', 'up', 'other', 'up'])
    expect(answers[2]?.json).toMatchObject({ description: expect.stringContaining('for custom-other m.') })
  })
})

it('counts a call that is tried three times once', async () => {
  spender = await startSpender(gateway('[{ usd: 0.3, per: 30d }]'))
  spender.upstream.answer(inTurn(reply({ status: 500 }), reset(), used(1, 20)))
  const headers = { 'cf-aig-max-attempts': '3', 'cf-aig-retry-delay': '1' }
  const answers: Answered[] = []
  for (let index = 0; index < 4; index++) {
    answers.push(await spender.ask({ headers }))
    await settled()
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  expect(spender.upstream.requests).toHaveLength(5)
})

it('counts nothing for what failed, what the cache answered, and what nobody knows the price of', async () => {
  spender = await startSpender(gateway('[{ usd: 0.1, per: 30d }]', 'cache: { ttl: 1h }'))
  spender.upstream.answer(inTurn(reply({ status: 500 }), reset(), used(1, 20)))
  for (const status of [500, 502]) {
    expect((await spender.ask()).status).toBe(status)
    await settled()
  }
  expect((await spender.ask()).headers).toMatchObject({ 'cf-aig-cache-status': 'MISS' })
  await settled()
  // All is spent now.
  expect((await spender.ask({ model: 'other' })).status).toBe(429)
  expect((await spender.ask({ provider: 'custom-free' })).status).toBe(200)
  for (let index = 0; index < 3; index++) {
    const hit = await spender.ask()
    expect([hit.status, hit.headers['cf-aig-cache-status']]).toEqual([200, 'HIT'])
  }
})

it('counts what the caller says that a call costs', async () => {
  spender = await startSpender(gateway('[{ usd: 1, per: 30d }]'))
  const headers = { 'cf-aig-custom-cost': '{"total_cost":0.5}' }
  const answers: Answered[] = []
  for (let index = 0; index < 3; index++) {
    answers.push(await spender.ask({ headers }))
    await settled()
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
})

it('lets no caller say that a call costs less than it does', async () => {
  spender = await startSpender(gateway('[{ usd: 0.1, per: 30d }]'))
  const headers = { 'cf-aig-custom-cost': '{"total_cost":0}' }
  const answers: Answered[] = []
  for (let index = 0; index < 3; index++) {
    answers.push(await spender.ask({ headers }))
    await settled()
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 429, 429])
})

it('remembers what was spent when it is started again', async () => {
  spender = await startSpender(gateway('[{ usd: 0.3, per: 30d }]'))
  expect(tally(await atOnce(2, () => spender.ask()))).toEqual({ 200: 2 })
  await scheduler.wait(2500)
  await spender.worker.kill()
  await spender.worker.start()
  const answers: Answered[] = []
  for (let index = 0; index < 3; index++) {
    answers.push(await spender.ask())
    await settled()
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 429, 429])
})

it('passes by gateways that have no budgets, in the same Worker', async () => {
  spender = await startSpender(gateway('[{ usd: 0.1, per: 30d }]'), {}, (url) => ({
    'other.yaml': `
authentication: off
cache: off
prices: { "custom-up/*": { input: 0, output: 5000 } }
providers:
  custom-up: { dialect: openai, url: ${url} }
`,
  }))
  expect(tally(await atOnce(3, () => spender.ask()))).toEqual({ 200: 1, 429: 2 })
  const other = (): Promise<Answered> =>
    call(`${spender.base().replace('/demo', '/other')}/custom-up/chat/completions`, { body: '{"model":"gpt"}' })
  expect(tally(await atOnce(3, other))).toEqual({ 200: 3 })
})
