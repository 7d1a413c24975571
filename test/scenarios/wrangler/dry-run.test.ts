// The other way to run it: wrangler reads the emitted wrangler.json, finds the Worker and its table, and would deploy them.

import { execFile } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { build } from '../../support/gateway.ts'

const wrangler = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin/wrangler.js')
const folder = await build({
  '_worker.yaml': 'name: my-gateway\n',
  'demo.yaml': `
authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }
providers: { openai: { key: { secret: OPENAI_API_KEY } }, aws-bedrock: {}, google-vertex-ai: {}, echo: {} }
`,
  'bound.yaml': 'authentication: off\nendpoints: { binding: bound }\nproviders: { echo: {} }\n',
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('wrangler deploy --dry-run accepts what was built', { timeout: 60_000 }, async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [wrangler, 'deploy', '--dry-run', '--config', 'wrangler.json', '--outdir', 'uploaded'],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        CI: 'true',
        NO_COLOR: '1',
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_LOG_PATH: join(folder, 'logs'),
      },
    },
  )
  expect(stderr).not.toMatch(/warning|error/i)
  expect(stdout).toMatch(/--dry-run: exiting now/)
  expect(stdout).toContain('env.RUN_STORE (RunStore)')
  const uploaded = readdirSync(join(folder, 'uploaded'))
  expect(uploaded).toContain('worker.js')
  expect(uploaded.some((name) => name.endsWith('.txt'))).toBe(true)
})
