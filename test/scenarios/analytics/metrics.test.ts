// `/metrics` of real traffic, as a scraper reads it: who may, what of, and that no counter ever goes down.

import { describe, expect, it } from 'vitest'
import { expectEnvelope } from '../../support/envelope.ts'
import { readScrape, type Scrape } from '../../support/scrape.ts'
import { askAs, OPS, sendTraffic, setAnalyticsScene, TRAFFIC, TWO, until } from './scene.ts'

const scene = await setAnalyticsScene()

async function scrape(token: string = OPS, query = ''): Promise<Scrape> {
  const answer = await askAs(scene, token, `/metrics${query}`)
  expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
  })
  return readScrape(answer.text)
}

function sum(samples: Scrape, name: string, label = ''): number {
  const own = [...samples].filter(([key]) => key.startsWith(`${name}{`) && key.includes(label))
  return own.reduce((total, [, value]) => total + value, 0)
}

const scrapeAfter = (attempts: number) =>
  until(
    () => scrape(),
    (samples) => sum(samples, 'gatewright_attempts_total') >= attempts,
  )

describe('who is asked', () => {
  it.each([
    ['nobody', null],
    ['a stranger', 'wrong'],
    ['a caller', 'bot-token'],
  ])('%s is told nothing', async (_, token) => {
    const answer = await askAs(scene, token, '/metrics')
    expectEnvelope(answer, { status: 401, code: 2009, message: 'Unauthorized' })
  })

  it('a token is told of the gateways that it opens, or of one of them', async () => {
    const up = (samples: Scrape) => [...samples.keys()].filter((key) => key.startsWith('gatewright_log_store_up'))
    const [one, two] = ['gatewright_log_store_up{gateway="one"}', 'gatewright_log_store_up{gateway="two"}']
    expect(up(await scrape(OPS))).toEqual([one, two])
    expect(up(await scrape(TWO))).toEqual([two])
    expect(up(await scrape(OPS, '?gateway=one'))).toEqual([one])
    const foreign = await askAs(scene, TWO, '/metrics?gateway=one')
    expectEnvelope(foreign, { status: 404, code: 7002 })
  })

  it('it is there to be read', async () => {
    expectEnvelope(await askAs(scene, OPS, '/metrics', 'POST'), { status: 405, code: 7001 })
    expect(await askAs(scene, OPS, '/metrics', 'HEAD')).toMatchObject({ status: 200, text: '' })
  })
})

it('tells what was served', async () => {
  await sendTraffic(scene)
  const samples = await scrapeAfter(TRAFFIC.attempts)
  expect(sum(samples, 'gatewright_requests_total')).toBe(TRAFFIC.requests)
  expect(sum(samples, 'gatewright_requests_total', 'route="chat"')).toBe(1)
  expect(sum(samples, 'gatewright_attempts_total')).toBe(TRAFFIC.attempts)
  expect(sum(samples, 'gatewright_errors_total', 'error_type="503"')).toBe(1)
  expect(sum(samples, 'gatewright_cache_total', 'result="hit"')).toBe(1)
  expect(sum(samples, 'gatewright_cost_usd_total')).toBeCloseTo(4 * TRAFFIC.cost, 9)
  const seconds = 'gen_ai_client_operation_duration_seconds_count'
  const labels = 'gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="gpt-4o-mini"'
  // The fifth answer is the cache's.
  expect(samples.get(`${seconds}{gateway="one",${labels}}`)).toBe(TRAFFIC.answers - 1)
  expect(sum(samples, seconds, 'error_type="503"')).toBe(2)
  expect(sum(samples, 'gen_ai_client_operation_time_to_first_chunk_seconds_count')).toBe(1)
  expect(samples.get(`gen_ai_client_token_usage_sum{gateway="one",${labels},gen_ai_token_type="input"}`)).toBe(400)
})

it('never goes down, and tells of all traffic since', async () => {
  const before = await scrape()
  await Promise.all([sendTraffic(scene, 'one'), sendTraffic(scene, 'two')])
  const after = await scrapeAfter(sum(before, 'gatewright_attempts_total') + 2 * TRAFFIC.attempts)
  for (const [key, value] of before) expect(after.get(key), key).toBeGreaterThanOrEqual(value)
  expect(sum(after, 'gatewright_requests_total', 'gateway="two"')).toBe(TRAFFIC.requests)
})
