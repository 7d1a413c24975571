// A scrape when a log store fails: the others are told of, this one is said to be down, and why is in the Worker's own log.

import { expect, it, vi } from 'vitest'
import type { SeriesTotal } from '../../runtime/state/rollups/total.ts'
import { readScrape } from '../support/scrape.ts'

// Not seen by the type check, which has Node's types here and not the Worker's.
const module: string = '../../runtime/endpoints/control/metrics.ts'
const { metrics } = (await import(module)) as {
  readonly metrics: { readonly answer: (asked: object) => Promise<Response> }
}

it('tells of the stores that answer', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const asked: string[] = []
  const stores = {
    getByName: (id: string) => {
      asked.push(id)
      return { totals: async (): Promise<SeriesTotal[]> => (id === 'down' ? Promise.reject(new Error('disk')) : []) }
    },
  }
  const logs = { observed: { logs: {} } }
  const gateways = async () => [
    { id: 'up', ...logs },
    { id: 'down', ...logs },
    { id: 'without-logs', observed: { logs: null } },
    { id: 'without-anything', observed: null },
  ]
  const url = new URL('http://gateway/metrics')
  const response = await metrics.answer({ request: new Request(url), url, env: { LOG_STORE: stores }, gateways })
  expect([...readScrape(await response.text())]).toEqual([
    ['gatewright_log_store_up{gateway="up"}', 1],
    ['gatewright_log_store_up{gateway="down"}', 0],
  ])
  expect(asked).toEqual(['up', 'down'])
  expect(warn.mock.calls).toEqual([[expect.stringContaining("'down'"), new Error('disk')]])
})
