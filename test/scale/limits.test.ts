// What the manifest and `build` say where a Worker comes near what Cloudflare takes, and that they say nothing otherwise.

import { expect, it } from 'vitest'
import { type Demands, limitWarnings } from '../../compiler/5-bundle/platform-limits.ts'
import { limitLines } from '../../compiler/cli/build/limit-lines.ts'
import { compileYamls } from '../support/gateway.ts'

const MIB = 1024 * 1024

it.each<[string, Demands, readonly RegExp[]]>([
  ['small', { uploadBytes: 8_000, secrets: 2 }, []],
  ['just under half of the size, and what is free', { uploadBytes: 32 * MIB - 1, secrets: 64 }, []],
  [
    'half of the size',
    { uploadBytes: 32 * MIB, secrets: 0 },
    [/32\.0 MiB, which nears .* 64 MiB.*128 MB.*another folder/],
  ],
  ['over it', { uploadBytes: 65 * MIB, secrets: 0 }, [/65\.0 MiB, which is over /]],
  [
    'more secrets than are free',
    { uploadBytes: 0, secrets: 65 },
    [/needs 65 secrets, and on its free plan .* 64 .*128.*sha256/],
  ],
  ['more than anyone has', { uploadBytes: 0, secrets: 129 }, [/needs 129 secrets, and Cloudflare takes 128/]],
  ['both', { uploadBytes: 40 * MIB, secrets: 70 }, [/MiB/, /secrets/]],
])('%s', (_, demands, expected) => {
  const warnings = limitWarnings(demands)
  expect(warnings).toHaveLength(expected.length)
  for (const [index, pattern] of expected.entries()) expect(warnings[index]).toMatch(pattern)
})

it('stands in the manifest and after the summary, without a value', async () => {
  const { outputs, plan } = await compileYamls({ 'demo.yaml': withSecrets(65) })
  expect(manifestOf(outputs).warnings).toEqual(limitWarnings({ uploadBytes: 0, secrets: 65 }))
  expect(linesOf(plan, outputs)).toMatch(/^warning: The Worker needs 65 secrets, .*\n$/)
})

it('is not there where nothing is near a limit', async () => {
  const { outputs, plan } = await compileYamls({ 'demo.yaml': withSecrets(3) })
  expect(manifestOf(outputs)).not.toHaveProperty('warnings')
  expect(linesOf(plan, outputs)).toBe('')
})

it('is not said of a client alone', async () => {
  const { plan, outputs } = await compileYamls({ 'demo.yaml': withSecrets(65) })
  expect(linesOf(plan, outputs?.filter(({ path }) => path === 'client.ts') ?? null)).toBe('')
})

type Compiled = Awaited<ReturnType<typeof compileYamls>>

function linesOf(plan: Compiled['plan'], outputs: Compiled['outputs']): string {
  if (plan === null || outputs === null) throw new Error('the gateways do not compile')
  return limitLines({ color: false } as Parameters<typeof limitLines>[0], plan, outputs)
}

function withSecrets(count: number): string {
  const tokens = Array.from({ length: count }, (_, index) => `    - { name: bot-${index}, secret: TOKEN_${index} }\n`)
  return `authentication:\n  tokens:\n${tokens.join('')}providers: { openai: {} }\n`
}

function manifestOf(outputs: Compiled['outputs']): {
  readonly warnings?: readonly string[]
} {
  return JSON.parse(Buffer.from(outputs?.find(({ path }) => path === 'manifest.json')?.bytes ?? []).toString())
}
