// Spans on their way to a collector: together, in both encodings the same, tried again as OTLP says, and never more of them waiting than
// there is room for. What gets lost is told in the Worker's log, which holds no secret.

import { scheduler } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, hang, inTurn, reply, reset } from '../../support/answers.ts'
import { partialSuccess } from '../../support/otlp.ts'
import { collectorAt, type Exporting, KEY, startExporting } from './exporting.ts'
import { telemetryRow } from './telemetry-row.ts'

let exporting: Exporting
beforeEach(async () => {
  exporting = await startExporting()
})
afterEach(async () => {
  // Neither an address's query nor a header's value is ever told.
  const told = exporting.worker.stderr()
  await exporting.worker.stop()
  await exporting.collector.stop()
  expect(told).not.toContain('sk-')
  expect(told).not.toContain('?key')
})

/** Until something has come, and a little longer, so that more would have. */
async function requests(count: number, timeoutMs = 6000): Promise<void> {
  await expect.poll(() => exporting.collector.requests.length, { timeout: timeoutMs }).toBe(count)
  await scheduler.wait(200)
  expect(exporting.collector.requests).toHaveLength(count)
}

it('sends what came within a second together', async () => {
  await exporting.take([telemetryRow()])
  await exporting.take([telemetryRow()], { times: 3 })
  await scheduler.wait(300)
  expect(exporting.collector.requests).toHaveLength(0)
  await requests(1)
  const [traces] = exporting.got()
  expect(traces).toMatchObject({
    resource: { 'service.name': ['stringValue', 'gatewright'], 'gatewright.gateway': ['stringValue', 'demo'] },
    scope: 'gatewright',
  })
  expect(traces?.spans.map(({ name }) => name)).toEqual(Array(4).fill(['chat gpt-4o-mini', 'gateway demo']).flat())
  expect(exporting.collector.requests[0]).toMatchObject({ method: 'POST', target: `/v1/traces?key=${KEY}` })
})

it('says the same in both encodings, to each collector with its own headers', async () => {
  const { collector } = exporting
  const secret = [
    ['authorization', { secret: 'KEY' }],
    ['content-type', 'text/plain'],
    ['x-team', 'red'],
  ] as const
  const otel = [collectorAt(collector), collectorAt(collector, { headers: secret, contentType: 'protobuf' })]
  await exporting.take([telemetryRow({ metadata: { seats: -3, share: 0.5, trial: false } })], { otel })
  await requests(2)
  const [one, other] = exporting.got()
  expect(one).toEqual(other)
  expect(one?.spans[0]).toMatchObject({
    traceId: '019aa7c15f007abc8def0123456789ab',
    spanId: '8def0123456789ab',
    parentSpanId: '0def0123456789ab',
    start: '1763774000896000000',
    end: '1763774002396000000',
    attributes: {
      seats: ['intValue', '-3'],
      share: ['doubleValue', 0.5],
      trial: ['boolValue', false],
      'gen_ai.usage.input_tokens': ['intValue', '12'],
      'gen_ai.usage.cost': ['doubleValue', 0.000_022_2],
    },
  })
  const [plain, keyed] = [...collector.requests].sort((a, b) =>
    (a.headers['content-type'] ?? '').localeCompare(b.headers['content-type'] ?? ''),
  )
  expect(plain?.headers).toMatchObject({ 'content-type': 'application/json' })
  expect(plain?.headers).not.toHaveProperty('authorization')
  expect(keyed?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    authorization: KEY,
    'x-team': 'red',
  })
})

it('keeps gateways apart', async () => {
  await exporting.take([telemetryRow()], { gateway: 'one' })
  await exporting.take([telemetryRow()], { gateway: 'two' })
  await requests(2)
  expect(
    exporting
      .got()
      .map(({ resource }) => resource['gatewright.gateway']?.[1])
      .sort(),
  ).toEqual(['one', 'two'])
})

it('sends 512 spans at once, and what is left a second later', async () => {
  await exporting.take([telemetryRow()], { times: 300 })
  await expect.poll(() => exporting.collector.requests.length, { timeout: 700 }).toBe(1)
  await requests(2)
  expect(exporting.got().map(({ spans }) => spans.length)).toEqual([512, 88])
})

describe('tries again', () => {
  it.each<[string, Answer]>([
    ['where nothing answers', reset()],
    ['with 429', reply({ status: 429 })],
    ['with 502', reply({ status: 502 })],
    ['with 503', reply({ status: 503 })],
    ['with 504', reply({ status: 504 })],
  ])('%s, with what it sent before', async (_, failure) => {
    exporting.collector.answer(inTurn(failure, reply({ body: {} })))
    await exporting.take([telemetryRow()])
    await requests(2)
    const [first, second] = exporting.collector.requests
    expect(first?.body.equals(second?.body ?? Buffer.of())).toBe(true)
    expect(exporting.worker.stderr()).toBe('')
  })

  it('no sooner than it is asked to', async () => {
    exporting.collector.answer(inTurn(reply({ status: 503, headers: { 'retry-after': '3' } }), reply({ body: {} })))
    await exporting.take([telemetryRow()])
    await expect.poll(() => exporting.collector.requests.length, { timeout: 3000 }).toBe(1)
    await scheduler.wait(2500)
    expect(exporting.collector.requests).toHaveLength(1)
    await requests(2)
  })

  it('not where it would have to wait too long', async () => {
    exporting.collector.answer(reply({ status: 503, headers: { 'retry-after': '60' } }))
    await exporting.take([telemetryRow()])
    await requests(1)
    await lost("2 spans of gateway 'demo' are not at the collector", 'it answered 503')
  })
})

it.each([400, 500])('does not try again after %i, and says so once a minute', async (status) => {
  exporting.collector.answer(reply({ status }))
  await exporting.take([telemetryRow()])
  await requests(1)
  await lost("2 spans of gateway 'demo' are not at the collector 127.0.0.1:", `it answered ${status}`)
  await exporting.take([telemetryRow()])
  await requests(2)
  expect(exporting.worker.stderr().match(/are not at the collector/g)).toHaveLength(1)
})

it.each<[string, 'json' | 'protobuf', string | Uint8Array]>([
  ['json', 'json', JSON.stringify({ partialSuccess: { rejectedSpans: '1', errorMessage: 'too old' } })],
  ['protobuf', 'protobuf', partialSuccess(1, 'too old')],
])('tells what a 200 says was not taken, in %s', async (_, contentType, body) => {
  exporting.collector.answer(reply({ body }))
  await exporting.take([telemetryRow()], { otel: [collectorAt(exporting.collector, { contentType })] })
  await requests(1)
  await lost("1 spans of gateway 'demo' are not at the collector", 'it said: too old')
})

it.each([
  ['nothing', ''],
  ['no JSON', '<html>'],
  ['JSON that is nothing', 'null'],
  ['more than anybody reads', 'x'.repeat(200_000)],
])('takes a 200 with %s for one', async (_, body) => {
  exporting.collector.answer(reply({ body }))
  await exporting.take([telemetryRow()])
  await requests(1)
  expect(exporting.worker.stderr()).toBe('')
})

it.each([
  ['that is not set', 'MISSING', 'the secret MISSING, which its header x-key needs, is not set in this Worker'],
  ['that no header may have', 'BROKEN', 'its header x-key cannot be sent'],
])('sends nothing with a secret %s, and says so once', async (_, secret, why) => {
  const otel = [collectorAt(exporting.collector, { headers: [['x-key', { secret }]] })]
  for (let round = 0; round < 2; round++) {
    await exporting.take([telemetryRow()], { otel })
    await scheduler.wait(1300)
  }
  expect(exporting.collector.requests).toHaveLength(0)
  await lost("2 spans of gateway 'demo' are not at the collector", why)
  expect(exporting.worker.stderr().match(/are not at the collector/g)).toHaveLength(1)
})

it('holds 16 MB at most for a collector that does not answer, and serves another one meanwhile', async () => {
  exporting.collector.answer(hang())
  const otel = [collectorAt(exporting.collector)]
  for (let index = 0; index < 40; index++) await exporting.take([telemetryRow()], { otel, bodyLetters: 1_000_000 })
  await lost("2 spans of gateway 'demo' are not at the collector", 'too much is waiting for it')
  const bytes = exporting.collector.requests.reduce((sum, { body }) => sum + body.length, 0)
  expect(bytes).toBeGreaterThan(10_000_000)
  expect(bytes).toBeLessThan(17_000_000)
  exporting.collector.answer(reply({ body: {} }))
  const before = exporting.collector.requests.length
  await exporting.take([telemetryRow()], { gateway: 'other', otel })
  await requests(before + 1)
})

async function lost(...words: readonly string[]): Promise<void> {
  for (const word of words) await expect.poll(() => exporting.worker.stderr(), { timeout: 4000 }).toContain(word)
}
