// The same YAML gives the same bytes: in any order of the files, at any time, from any working directory, on any machine.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import type { SourceFile } from '../../compiler/1-read/tree.ts'
import { compile, type Output } from '../../compiler/compile.ts'
import { folders, sourcesOf } from './configs.ts'

const root = join(import.meta.dirname, '../..')
const compileHref = new URL('../../compiler/compile.ts', import.meta.url).href

afterEach(() => {
  vi.useRealTimers()
})

it('whatever order the files come in, and whenever', async () => {
  const orders = folders.chain((folder) => {
    const sources = sourcesOf(folder)
    const shuffled = fc.shuffledSubarray([...sources], { minLength: sources.length })
    return fc.tuple(fc.constant(sources), shuffled, fc.date({ noInvalidDate: true }))
  })
  await fc.assert(
    fc.asyncProperty(orders, async ([sources, shuffled, date]) => {
      const first = await outputsOf(sources)
      vi.useFakeTimers({ toFake: ['Date'], now: date })
      const second = await outputsOf(shuffled)
      vi.useRealTimers()
      expect(hashes(second)).toEqual(hashes(first))
    }),
    { numRuns: 15 },
  )
})

const sources: readonly SourceFile[] = [
  {
    kind: 'source',
    path: 'gateways/demo.yaml',
    bytes: Buffer.from(
      'authentication: off\nproviders: { openai: {}, echo: {}, aws-bedrock: {}, google-vertex-ai: {} }\n',
    ),
  },
]

it('whatever the working directory is', async () => {
  const script = `
    const { compile } = await import(${JSON.stringify(compileHref)})
    const { outputs } = await compile(JSON.parse(process.argv[1]).map((it) => ({ ...it, bytes: Buffer.from(it.bytes) })))
    const { createHash } = await import('node:crypto')
    const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
    console.log(JSON.stringify(outputs.map(({ path, bytes }) => [path, hash(bytes)])))`
  const argument = JSON.stringify(sources.map((source) => ({ ...source, bytes: [...source.bytes] })))
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, argument], {
    cwd: tmpdir(),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual(hashes(await outputsOf(sources)))
})

it('names no place of this machine', async () => {
  const outputs = await outputsOf(sources)
  const texts = new Map(outputs.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]))
  const places = [root.replace(/\/$/, ''), process.cwd(), tmpdir(), process.execPath]
  const named = [...texts].flatMap(([path, text]) =>
    places.filter((place) => text.includes(place)).map((place) => `${path} names ${place}`),
  )
  expect(named).toEqual([])
  const { sources: mapped } = JSON.parse(texts.get('worker.js.map') ?? '')
  expect(mapped).toContain('runtime/serve.ts')
  expect(mapped.filter((source: string) => !/^(?:runtime\/|node_modules\/|worker\.ts$)/.test(source))).toEqual([])
})

it('changes the hash of the plan when, and only when, the plan means something else', async () => {
  const hashOf = async (yaml: string) => {
    const outputs = await outputsOf([{ kind: 'source', path: 'gateways/demo.yaml', bytes: Buffer.from(yaml) }])
    const manifest = outputs.find(({ path }) => path === 'manifest.json')?.bytes ?? new Uint8Array()
    return JSON.parse(Buffer.from(manifest).toString()).plan
  }
  const plain = await hashOf('authentication: off\nproviders: { openai: { timeout: 60s } }\n')
  expect(
    await hashOf('# Moved, and written otherwise.\n\nproviders:\n  openai:\n    timeout: 1m\nauthentication: off\n'),
  ).toBe(plain)
  expect(
    await hashOf('description: Said in the manifest.\nauthentication: off\nproviders: { openai: { timeout: 60s } }\n'),
  ).toBe(plain)
  expect(await hashOf('authentication: off\nproviders: { openai: { timeout: 61s } }\n')).not.toBe(plain)
})

async function outputsOf(sources: readonly SourceFile[]): Promise<readonly Output[]> {
  const { outputs } = await compile(sources)
  if (outputs === null) throw new Error('these gateways do not compile')
  return outputs
}

function hashes(outputs: readonly Output[]): readonly (readonly [path: string, hash: string])[] {
  return outputs.map(({ path, bytes }) => [path, createHash('sha256').update(bytes).digest('hex')])
}
