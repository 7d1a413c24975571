// What `gatewright build` says of the Workers binding: the lines to paste for each place where other Workers run, only where a gateway offers
// it. The capnp lines are run in scenarios/binding.

import { expect, it } from 'vitest'
import { folderWith, gatewright } from './command-line.ts'

const yaml = (binding: string) =>
  `authentication: { tokens: [{ name: t, secret: SECRET_TOKEN }] }\nproviders: { echo: {} }\nendpoints: { binding: ${binding} }\n`
const build = (binding: string, ...words: readonly string[]) => {
  const cwd = folderWith({
    'gateways/support.yaml': yaml(binding),
    'gateways/closed.yaml': yaml('off'),
    'gateways/_worker.yaml': 'name: my-gateways\n',
  })
  return gatewright(['build', ...words], { cwd, env: { SECRET_TOKEN: 'do-not-tell' } })
}

it('off: nothing', async () => {
  expect((await build('off')).stdout).not.toMatch(/env\.AI|entrypoint/)
})

it('bound: wrangler, the class, and workerd beside it', async () => {
  const { stdout, code } = await build('bound')
  expect([code, stdout]).toEqual([0, expect.stringContaining('Bound Workers reach support as env.AI:')])
  const services = stdout.match(/"services": .*/g) ?? []
  expect(services.map((line) => JSON.parse(`{${line}}`).services)).toEqual([
    [{ binding: 'AI', service: 'my-gateways', entrypoint: 'AI' }],
    [{ binding: 'GATEWAY', service: 'my-gateways', entrypoint: 'AI' }],
  ])
  expect(stdout).toContain("import { Ai } from 'gatewright/binding'")
  expect(stdout.match(/cloudflare-internal:ai-api/g)).toHaveLength(1)
  expect(stdout).not.toContain('external')
})

it('on: workerd elsewhere too, with a place for the token', async () => {
  const { stdout } = await build('on')
  expect(stdout.match(/cloudflare-internal:ai-api/g)).toHaveLength(2)
  expect(stdout).toContain('(name = "cf-aig-authorization", value = "Bearer TOKEN")')
  expect(stdout).not.toMatch(/do-not-tell/)
})

it('keeps out of the formats for programs', async () => {
  const { stdout, stderr } = await build('on', '--format', 'json')
  expect(() => JSON.parse(stdout)).not.toThrow()
  expect(stderr).toContain('entrypoint')
  expect((await build('on', '--client-only')).stdout).not.toContain('entrypoint')
})
