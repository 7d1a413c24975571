// Nothing is in a bundle that its gateways did not ask for: the exact modules of each kind of gateway, and the budgets.

import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'
import { compileYamls } from '../support/gateway.ts'

const KIB = 1024
const OFF = 'authentication: off\n'
const ON = 'authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }\n'

/** What every gateway that answers at all is made of; packages by name. */
const always = [
  'runtime/attempts/attempt.ts',
  'runtime/attempts/credential.ts',
  'runtime/attempts/target.ts',
  'runtime/attempts/upstream.ts',
  'runtime/endpoints/native.ts',
  'runtime/headers.ts',
  'runtime/locate.ts',
  'runtime/problem.ts',
  'runtime/serve.ts',
  'runtime/settings.ts',
  'runtime/table.ts',
  'uuid',
  'worker.ts',
]
const auth = ['runtime/layers/auth.ts', 'runtime/layers/presented.ts']
const echo = ['runtime/builtins/echo-embedding.ts', 'runtime/builtins/echo-stream.ts', 'runtime/builtins/echo.ts']
const google = ['jose', 'runtime/credentials/google.ts']
const sigv4 = ['aws4fetch', 'runtime/credentials/sigv4.ts']

const custom = (dialect: string) => `  custom-${dialect}: { dialect: ${dialect}, url: https://llm.example.com }\n`
const everything = [
  ON,
  'hostname: ai.example.com\n',
  'providers:\n',
  ...Object.entries(providers).map(
    ([slug, { takes }]) => `  ${slug}: {${takes.includes('account') ? ' account: acme ' : ''}}\n`,
  ),
  ...Object.keys(customProviders).map(custom),
].join('')

describe.each([
  ['one provider, authentication off', `${OFF}providers: { openai: {} }\n`, [], 8 * KIB],
  ['the same with authentication', `${ON}providers: { openai: { key: { secret: KEY } } }\n`, auth, 8 * KIB],
  ['behind a host name', `${OFF}hostname: ai.example.com\nproviders: { openai: {} }\n`, [], 8 * KIB],
  ['a provider that is built in', `${OFF}providers: { echo: {} }\n`, echo, 8 * KIB],
  ['a custom provider', `${OFF}providers:\n${custom('openai')}`, [], 8 * KIB],
  ['keys that sign', `${OFF}providers: { aws-bedrock: {} }\n`, sigv4, 10 * KIB],
  ['a custom provider whose key signs', `${OFF}providers:\n${custom('bedrock')}`, sigv4, 10 * KIB],
  ['keys that buy tokens', `${OFF}providers: { google-vertex-ai: {} }\n`, google, 14 * KIB],
  ['everything', everything, [...auth, ...echo, ...google, ...sigv4], 60 * KIB],
])('%s', async (_, yaml, asked, budget) => {
  const { worker, manifest } = await built(yaml)

  it('is made of what it asks for', () => {
    expect(parts(manifest.bytes.modules)).toEqual([...always, ...asked].sort())
  })

  it(`is at most ${budget / KIB} KiB, minified and compressed`, () => {
    expect(gzipSync(worker, { level: 9 }).byteLength).toBeLessThanOrEqual(budget)
  })

  it('says in its manifest what it weighs', () => {
    const { bytes } = manifest
    expect(bytes.worker).toBe(worker.byteLength)
    const modules = Object.values(bytes.modules).reduce((sum, size) => sum + size, 0)
    // The rest are the lines between modules and the comment that names the source map.
    expect(bytes.worker - modules).toBeGreaterThanOrEqual(0)
    expect(bytes.worker - modules).toBeLessThan(600)
    expect(Object.keys(bytes.features)).toEqual(
      Object.keys(bytes.modules).filter((path) =>
        /^runtime\/(?:serve|locate|builtins\/echo|credentials\/\w+|endpoints\/\w+|layers\/auth)\.ts$/.test(path),
      ),
    )
  })
})

it('costs nothing to know host names where there are none', async () => {
  const without = await built(`${OFF}providers: { openai: {} }\n`)
  const behind = await built(`${OFF}hostname: ai.example.com\nproviders: { openai: {} }\n`)
  const size = ({ manifest }: typeof without) => manifest.bytes.modules['runtime/locate.ts'] ?? Number.NaN
  expect(size(without)).toBeLessThan(size(behind) - 200)
})

it('makes a feature as dear as the modules that only it needs', async () => {
  const { manifest } = await built(`${ON}providers: { aws-bedrock: {} }\n`)
  const { features, modules } = manifest.bytes
  const sum = (paths: readonly string[]) => paths.reduce((total, path) => total + (modules[path] ?? Number.NaN), 0)
  expect(features['runtime/layers/auth.ts']).toBe(sum(auth))
  const signing = [
    'runtime/credentials/sigv4.ts',
    ...Object.keys(modules).filter((path) => path.includes('/aws4fetch/')),
  ]
  expect(features['runtime/credentials/sigv4.ts']).toBe(sum(signing))
})

interface Manifest {
  readonly bytes: {
    readonly worker: number
    readonly features: { readonly [path: string]: number }
    readonly modules: { readonly [path: string]: number }
  }
}

async function built(yaml: string): Promise<{ readonly worker: Uint8Array; readonly manifest: Manifest }> {
  const { outputs } = await compileYamls({ 'demo.yaml': yaml })
  const bytes = (path: string) => outputs?.find((output) => output.path === path)?.bytes ?? new Uint8Array()
  return { worker: bytes('worker.js'), manifest: JSON.parse(Buffer.from(bytes('manifest.json')).toString()) }
}

/** Files of ours by path, packages by name. */
function parts(modules: { readonly [path: string]: number }): readonly string[] {
  const names = Object.keys(modules).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path)
  return [...new Set(names)].sort()
}
