// A request counts once, however often it is tried and however many steps it has. Over a provider's limit the chain goes on to the
// next step; over the gateway's it is over.

import { afterEach, expect, it } from 'vitest'
import { inTurn, reply } from '../../support/answers.ts'
import { type Answered, call } from '../../support/call.ts'
import { type Limited, startLimited, tally } from './limited.ts'

let limited: Limited
afterEach(() => limited.stop())

function start(limits: { readonly gateway?: string; readonly up?: string; readonly other?: string }): Promise<Limited> {
  const line = (limit: string | undefined) => (limit === undefined ? '' : `rate_limit: ${limit}`)
  return startLimited(
    (url) => `
authentication: off
cache: off
${line(limits.gateway)}
providers:
  custom-up:
    dialect: openai
    url: ${url}/up
    ${line(limits.up)}
  custom-other:
    dialect: openai
    url: ${url}/other
    ${line(limits.other)}
`,
  )
}

function universal(...providers: readonly string[]): Promise<Answered> {
  const steps = providers.map((provider) => ({ provider, endpoint: 'chat/completions', query: {} }))
  return call(limited.base('demo'), { body: JSON.stringify(steps) })
}

function targets(): readonly string[] {
  return limited.upstream.requests.map(({ target }) => target.split('/')[1] ?? '')
}

it('counts a request that is retried once', async () => {
  limited = await start({ gateway: '{ requests: 2, per: 30d }', up: '{ requests: 2, per: 30d }' })
  limited.upstream.answer(inTurn(reply({ status: 500 }), reply({ status: 500 }), reply()))
  const headers = { 'cf-aig-max-attempts': '3', 'cf-aig-retry-delay': '1' }
  const answers = [await limited.ask({ headers }), await limited.ask({ headers }), await limited.ask({ headers })]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(limited.upstream.requests).toHaveLength(4)
})

it('counts a request of several steps once, for the gateway and for each provider', async () => {
  limited = await start({ gateway: '{ requests: 2, per: 30d }', up: '{ requests: 2, per: 30d }' })
  limited.upstream.answer(reply({ status: 500 }))
  const chain = ['custom-up', 'custom-up', 'custom-other', 'custom-up'] as const
  const answers = [await universal(...chain), await universal(...chain), await universal(...chain)]
  expect(answers.map(({ status }) => status)).toEqual([500, 500, 429])
  expect(limited.upstream.requests).toHaveLength(8)
})

it("goes on to the next step over a provider's limit, and says 429 when none is left", async () => {
  limited = await start({ up: '{ requests: 2, per: 30d }', other: '{ requests: 1, per: 30d }' })
  const answers: Answered[] = []
  for (let index = 0; index < 4; index++) answers.push(await universal('custom-up', 'custom-other'))
  expect(targets()).toEqual(['up', 'up', 'other'])
  expect(answers.map(({ headers }) => headers['cf-aig-step'])).toEqual(['0', '0', '1', '1'])
  expect(tally(answers)).toEqual({ 200: 3, 429: 1 })
  expect(answers[3]?.json).toMatchObject({
    internalCode: 2003,
    description: expect.stringContaining("The limit of gateway 'demo' for custom-other is 1 requests"),
  })
})

it("is over with the gateway's limit: no step is asked", async () => {
  limited = await start({ gateway: '{ requests: 1, per: 30d }' })
  expect((await universal('custom-up', 'custom-other')).status).toBe(200)
  const over = await universal('custom-up', 'custom-other')
  expect(over.status).toBe(429)
  expect(over.headers['cf-aig-step']).toBe('0')
  expect(targets()).toEqual(['up'])
})

it('tells of the limit that is nearer, and counts for no provider what the gateway refuses', async () => {
  limited = await start({ gateway: '{ requests: 3, per: 30d }', up: '{ requests: 9, per: 30d }' })
  expect((await limited.ask()).headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' })
  await limited.stop()
  limited = await start({ gateway: '{ requests: 9, per: 30d }', up: '{ requests: 3, per: 30d }' })
  expect((await limited.ask()).headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' })
  const other = await limited.ask({}, 'custom-other')
  expect(other.headers).toMatchObject({ 'ratelimit-limit': '9', 'ratelimit-remaining': '7' })
})
