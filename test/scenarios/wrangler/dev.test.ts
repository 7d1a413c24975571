// `wrangler dev` serves the emitted wrangler.json: tables, secrets of .dev.vars and Durable Objects are where Cloudflare has them.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { build } from '../../support/gateway.ts'

const wrangler = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin/wrangler.js')
const PATH = '/v1/local/demo/echo/chat/completions'
const QUESTION = JSON.stringify({ model: 'echo-1', messages: [{ role: 'user', content: 'Hello, wrangler' }] })
const folder = await build({
  'demo.yaml': `
authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }
rate_limit: { requests: 2, per: 1h, technique: fixed }
logs: on
admin: { tokens: [{ name: ops, secret: OPS_TOKEN }] }
endpoints: { management: on }
providers: { echo: {} }
`,
})
/** Not in the folder: wrangler builds anew when something is written there. */
const home = mkdtempSync(join(tmpdir(), 'gatewright-wrangler-'))
let dev: ChildProcess
let url = ''

beforeAll(async () => {
  writeFileSync(join(folder, '.dev.vars'), 'BOT_TOKEN=bot-token\nOPS_TOKEN=ops-token\n')
  const words = ['dev', '--config', 'wrangler.json', '--ip', '127.0.0.1', '--port', '0', '--inspector-port', '0']
  dev = spawn(process.execPath, [wrangler, ...words, '--show-interactive-dev-session=false'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      CI: 'true',
      NO_COLOR: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_LOG_PATH: join(home, 'logs'),
    },
  })
  let said = ''
  url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += String(chunk)
      const ready = /Ready on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1]
      if (ready !== undefined) resolve(ready)
    }
    dev.stdout?.on('data', listen)
    dev.stderr?.on('data', listen)
    dev.once('exit', (code) => reject(new Error(`wrangler dev ended with ${code}: ${said}`)))
  })
})

afterAll(async () => {
  dev.kill('SIGTERM')
  if (dev.exitCode === null) await once(dev, 'exit')
  for (const path of [folder, home]) rmSync(path, { recursive: true, force: true })
})

it('answers, limits and logs', { timeout: 60_000 }, async () => {
  const ask = (token: string) =>
    call(url + PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'cf-aig-authorization': `Bearer ${token}` },
      body: QUESTION,
    })
  expect((await ask('another')).status).toBe(401)
  const answers = [await ask('bot-token'), await ask('bot-token'), await ask('bot-token')]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(JSON.parse(String(answers[0]?.body)).choices[0].message.content).toBe('Hello, wrangler')
  expect((await call(`${url}/ready`)).status).toBe(200)

  const logs = `${url}/client/v4/accounts/local/ai-gateway/gateways/demo/logs`
  await expect
    .poll(
      async () => {
        const { body } = await call(logs, { headers: { authorization: 'Bearer ops-token' } })
        return JSON.parse(String(body)).result.map((row: { readonly status_code: number }) => row.status_code)
      },
      { timeout: 10_000 },
    )
    .toEqual([429, 200, 200])
})
