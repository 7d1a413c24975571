// The client's logs against a real log store behind the management API, over rows of the test's own.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { setRowsScene } from '../scenarios/management/rows.ts'
import { clientText, importClient } from './emitted.ts'
import { failureOf } from './scene.ts'

const { url, keep } = await setRowsScene()
const folder = mkdtempSync(join(tmpdir(), 'gatewright-client-'))
afterAll(() => rmSync(folder, { recursive: true }))
const yaml = `
authentication: off
admin: { tokens: [{ name: ops, secret: OPS }] }
logs: on
endpoints: { management: on }
providers: { echo: {} }
`
writeFileSync(join(folder, 'client.ts'), await clientText({ 'one.yaml': yaml }))
const { createClient, GatewayError } = await importClient(folder)
const { logs } = createClient({ url, adminToken: 'ops' }).gateway('one')

it('are found by filters, in pages', async () => {
  await keep('one', [
    { id: 'a', provider: 'openai', cost: 1, metadata: { team: 'x' } },
    { id: 'b', provider: 'openai', cost: 2 },
    { id: 'c', provider: 'groq', cost: 3 },
  ])
  const all = await logs.list()
  expect([all.totalCount, all.logs.map(({ id }) => id)]).toEqual([3, ['c', 'b', 'a']])
  expect(all.logs[2]).toMatchObject({ provider: 'openai', cost: 1, metadata: { team: 'x' }, feedback: null })
  const filters = [{ key: 'provider', operator: 'eq', value: ['openai'] }] as const
  const page = await logs.list({ filters, orderBy: 'cost', direction: 'asc', perPage: 1, page: 2 })
  expect([page.totalCount, page.logs.map(({ id }) => id)]).toEqual([2, ['b']])
})

it('are read whole, with their bodies, and commented on', async () => {
  await keep('one', [{ id: 'd/e', request: '{"a":1}', response: '{"b":2}' }])
  expect(await logs.get('d/e')).toMatchObject({ id: 'd/e', request_head: '{"a":1}', response_head_complete: true })
  expect(await (await logs.body('d/e', 'response')).json()).toEqual({ b: 2 })
  expect(await logs.patch('d/e', { feedback: -1, score: 10, metadata: { seen: true } })).toMatchObject({ feedback: -1 })
  expect(await logs.get('d/e')).toMatchObject({ feedback: -1, score: 10, metadata: { seen: true } })
})

it('that are not there, and tokens that open nothing, are GatewayErrors', async () => {
  const missing = await failureOf(logs.get('nothing'))
  expect(missing).toBeInstanceOf(GatewayError)
  expect(missing).toMatchObject({ status: 404, code: 7002 })
  const other = createClient({ url, adminToken: 'another' }).gateway('one')
  expect(await failureOf(other.logs.list())).toMatchObject({ status: 401, code: 10000 })
  const nobody = await failureOf(createClient({ url }).gateway('one').logs.list())
  expect((nobody as Error).message).toMatch(/^Logs need an adminToken/)
})
