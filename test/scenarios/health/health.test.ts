// `/health`, `/ready` and the name of the build on every answer: with a token or without, behind a host name, and while state is away.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { build, startGateway } from '../../support/gateway.ts'
import { startWorkerd } from '../../support/workerd.ts'

const yamls = {
  'demo.yaml': `authentication: { tokens: [{ name: bot, secret: BOT }] }
hostname: ai.example.com
logs: on
rate_limit: { requests: 100, per: 1m }
admin: { tokens: [{ name: ops, secret: OPS }] }
endpoints: { management: on, metrics: on }
providers: { echo: {} }
`,
  'other.yaml': 'authentication: off\nproviders: { echo: {} }\n',
}
const gateway = await startGateway(yamls, { env: { BOT: 'bot-token', OPS: 'ops-token' } })
afterAll(() => gateway.stop())
const { plan } = JSON.parse(readFileSync(join(gateway.folder, 'manifest.json'), 'utf8'))
const name: string = plan.slice(0, 16)

it.each(['/health', '/ready'])('%s answers without a token', async (path) => {
  const response = await fetch(`${gateway.url}${path}`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ build: name, failing: [] })
  expect(response.headers.get('cache-control')).toBe('no-store')
})

it('answers at a gateway’s own host name too', async () => {
  const { get } = await import('node:http')
  const status = await new Promise((resolve) => {
    const options = { headers: { host: 'ai.example.com' } }
    get(`${gateway.url}/ready`, options, (response) => resolve(response.resume().statusCode))
  })
  expect(status).toBe(200)
})

it('takes nothing from gateways: what only begins or ends like it is not it', async () => {
  for (const path of ['/healthy', '/ready/', '/health/x', '/v1/a/other/echo/health']) {
    const response = await fetch(`${gateway.url}${path}`)
    expect(await response.text(), path).not.toContain('"failing"')
  }
})

describe('cf-aig-build', () => {
  const json = { method: 'POST', body: '{"model":"echo","messages":[{"role":"user","content":"Hi"}]}' }
  it.each([
    ['an answer', '/v1/a/other/echo/chat/completions', json, 200],
    ['a refusal', '/v1/a/demo/echo/chat/completions', json, 401],
    ['a path that is nobody’s', '/nowhere', {}, 404],
    ['no such gateway', '/v1/a/none/echo/x', {}, 400],
    ['the REST API', '/client/v4/accounts/a/ai/run/@cf/x', json, 400],
    [
      'the management API',
      '/client/v4/accounts/a/ai-gateway/gateways',
      { headers: { authorization: 'Bearer ops-token' } },
      200,
    ],
    ['metrics', '/metrics', { headers: { authorization: 'Bearer ops-token' } }, 200],
  ])('is on %s', async (_, path, init, status) => {
    const response = await fetch(`${gateway.url}${path}`, init)
    await response.text()
    expect.soft(response.status).toBe(status)
    expect(response.headers.get('cf-aig-build')).toBe(name)
  })
})

it('changes with what is served, and not with what is said about it', async () => {
  const nameOf = async (yaml: string) => {
    const folder = await build({ 'demo.yaml': yaml })
    const { plan } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    rmSync(folder, { recursive: true })
    return plan
  }
  const plain = await nameOf('authentication: off\nproviders: { echo: {} }\n')
  expect(await nameOf('# A comment.\ndescription: Words\nproviders: { echo: {} }\nauthentication: off\n')).toBe(plain)
  expect(await nameOf('authentication: off\ncache: off\nproviders: { echo: {} }\n')).not.toBe(plain)
})

it('is not ready while a part of its state is away, and says which', async () => {
  const folder = await build(yamls)
  const logs = join(folder, 'do-storage/gatewright-LogStore')
  const probes = async () => {
    const workerd = await startWorkerd(join(folder, 'workerd.capnp'), {})
    const probe = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${workerd.port}${path}`)
      return [response.status, ((await response.json()) as { failing: unknown }).failing]
    }
    try {
      return [await probe('/ready'), await probe('/health')]
    } finally {
      await workerd.stop()
    }
  }
  try {
    expect(await probes()).toEqual([
      [200, []],
      [200, []],
    ])
    // Without what the platform itself reads when it starts.
    const databases = readdirSync(logs).filter((file) => !file.startsWith('metadata'))
    expect(databases).not.toEqual([])
    for (const file of databases) writeFileSync(join(logs, file), 'no database')
    expect(await probes()).toEqual([
      [503, ['LOG_STORE did not answer']],
      [200, []],
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
