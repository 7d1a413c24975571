// What `dev` says at start: addresses that work, and a warning where a gateway is open to more than this machine.

import { expect, it } from 'vitest'
import type { Plan } from '../../compiler/3-plan/ir.ts'
import { baseUrl, exposureLine, gatewayLines, tryLine } from '../../compiler/cli/dev/greeting.ts'
import { checkSources } from '../../compiler/compile.ts'

const plain = { tty: false, color: false, write: () => {} }
const closed = `authentication: { tokens: [{ name: t, secret: T }] }\nproviders: { echo: {} }\n`

function planOf(files: { readonly [name: string]: string }): Plan {
  const sources = Object.entries(files).map(([name, text]) => ({
    kind: 'source' as const,
    path: `gateways/${name}.yaml`,
    bytes: new TextEncoder().encode(text),
  }))
  const { plan, diagnostics } = checkSources(sources)
  if (plan === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return plan
}

it('an address that listens everywhere is reached on loopback', () => {
  expect(baseUrl('127.0.0.1', 1)).toBe('http://127.0.0.1:1')
  expect(baseUrl('0.0.0.0', 1)).toBe('http://127.0.0.1:1')
  expect(baseUrl('::', 1)).toBe('http://[::1]:1')
  expect(baseUrl('fe80::1', 1)).toBe('http://[fe80::1]:1')
})

it('an account that is stated stands in the URLs', () => {
  const plan = planOf({ a: closed, _worker: 'account: acme\n' })
  expect(gatewayLines(plan, 'http://h', plain)).toBe('  http://h/v1/acme/a/{echo}\n')
})

it('offers something to try only where no token is asked for', () => {
  const open = 'authentication: off\nproviders: { echo: {} }\n'
  expect(tryLine(planOf({ a: closed }), 'http://h')).toBe('')
  expect(tryLine(planOf({ a: closed, b: open }), 'http://h')).toContain(
    'curl http://h/v1/local/b/echo/chat/completions ',
  )
  expect(tryLine(planOf({ b: open.replace('echo', 'openai') }), 'http://h')).toBe('')
})

it('warns of an open gateway that other machines can reach', () => {
  const plan = planOf({ a: closed, b: 'authentication: off\nproviders: { echo: {} }\n' })
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) expect(exposureLine(plan, host, plain)).toBe('')
  expect(exposureLine(plan, '0.0.0.0', plain)).toContain('can use b: authentication is off')
  expect(exposureLine(planOf({ a: closed }), '0.0.0.0', plain)).toBe('')
})
