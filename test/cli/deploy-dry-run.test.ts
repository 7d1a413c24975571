// `gatewright deploy --dry-run` with the real wrangler, on the example gateways: no account, no network, and it succeeds.

import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { folderWith, gatewright } from './command-line.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A proxy for all that leaves this machine: nobody gets through it, and it counts who tries. */
async function wall(): Promise<{ readonly env: { readonly [name: string]: string }; readonly tries: () => number }> {
  let tries = 0
  const server = createServer((socket) => {
    tries += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  return { env: { HTTPS_PROXY: url, HTTP_PROXY: url, https_proxy: url, http_proxy: url }, tries: () => tries }
}

it('succeeds on the examples, and shows bindings, size and the secrets that are missing', {
  timeout: 90_000,
}, async () => {
  const cwd = folderWith({ 'some.env': 'OPENAI_API_KEY=sk-not-shown\n' })
  cpSync(join(root, 'gateways'), join(cwd, 'gateways'), { recursive: true })
  const { env, tries } = await wall()
  const { code, stdout, stderr } = await gatewright(['deploy', '--dry-run', '--secrets-file', 'some.env'], { cwd, env })
  expect(code).toBe(0)
  // It says that there is a proxy, and nothing else.
  expect(stderr).toMatch(/^[^\n]*Proxy environment variables detected[^\n]*\s*$/)
  expect(tries()).toBe(0)

  const { secrets, durable_objects } = JSON.parse(readFileSync(join(cwd, 'dist/wrangler.json'), 'utf8'))
  for (const { name, class_name } of durable_objects.bindings) {
    expect(stdout).toContain(`${name} (Durable Object ${class_name})`)
    expect(stdout).toContain(`env.${name} (${class_name})`)
  }
  for (const name of secrets.required.filter((name: string) => name !== 'OPENAI_API_KEY')) {
    expect(stdout).toContain(`\n  npx wrangler secret put ${name} --config dist/wrangler.json\n`)
  }
  expect(stdout).not.toContain('secret put OPENAI_API_KEY')
  expect(stdout).toContain('from some.env: OPENAI_API_KEY\n')
  expect(stdout).not.toContain('sk-not-shown')
  expect(stdout).toContain('--dry-run: exiting now.')

  // The size is the one that wrangler reckons.
  const ours = Number(/Size {6}([\d,]+) B/.exec(stdout)?.[1]?.replaceAll(',', ''))
  const theirs = Number(/Total Upload: ([\d.]+) KiB/.exec(stdout)?.[1]) * 1024
  expect(Math.abs(ours - theirs)).toBeLessThan(16)
})

it('works for an upload of an environment, with a flag of wrangler’s', { timeout: 90_000 }, async () => {
  const cwd = folderWith({
    'gateways/_worker.eu.yaml': 'name: ai-eu\n',
    'gateways/demo.yaml':
      'authentication: off\ncache: { ttl: 1h, store: kv }\nanalytics_engine: ai\nproviders: { echo: {} }\n',
  })
  const words = ['deploy', '--dry-run', '--env', 'eu', '--upload', '--', '--outdir', 'uploaded']
  const { code, stdout } = await gatewright(words, { cwd })
  expect(code).toBe(0)
  expect(stdout).toContain('Worker    ai-eu, environment eu\n')
  expect(stdout).toMatch(/CACHE_KV \(KV namespace\).*\(Analytics Engine dataset ai\)/)
  expect(stdout).toContain('Secrets   none needed\n')
  expect(readdirSync(join(cwd, 'uploaded'))).toContain('worker.js')
})
