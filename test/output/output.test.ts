// Everything that a build writes and people read, case by case: the entry before bundling, the routing table, and what the
// platforms are told. `UPDATE=1` rewrites the goldens. The bundle itself is in size/ and, running, in scenarios/.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emit } from '../../compiler/4-emit/emit.ts'
import { compile } from '../../compiler/compile.ts'
import { casesIn, expectGolden, sourcesOf } from '../support/golden.ts'

/** Folders that only a hostile repository has: they stand in comments of the emitted code. */
const rooms: { readonly [name: string]: string } = { hostile: "*/'\n\u2028import 'evil'//</script>😀" }

const cases = casesIn(import.meta.dirname)

it('finds the cases', () => {
  expect(cases).toContain('smallest')
})

describe.each(cases)('%s', async (name) => {
  const folder = join(import.meta.dirname, name)
  const { plan, outputs, diagnostics } = await compile(sourcesOf(folder, rooms[name]))
  const modules = plan === null ? [] : emit(plan)
  // Costs are reckoned where something is taken note of. What the vendors ask is a package's, and no golden of ours.
  const prices = plan?.gateways.some(({ record }) => record.observed !== null) ? ['prices.txt'] : []
  const texts = new Map((outputs ?? []).map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]))

  it('compiles', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect([...texts.keys()]).toEqual([
      'client.ts',
      'gateways.txt',
      'manifest.json',
      ...prices,
      'worker.js',
      'worker.js.map',
      'workerd.capnp',
      'wrangler.json',
    ])
  })

  it('has a golden for each text, and no other', () => {
    const names = ['gateways.txt', 'manifest.json', 'worker.ts', 'workerd.capnp', 'wrangler.json']
    expect(readdirSync(join(folder, 'expected')).sort()).toEqual(names.map((name) => `${name}.golden`))
  })

  it('emits the modules of its goldens', () => {
    expect(modules.map(({ path }) => path)).toEqual(['worker.ts', 'gateways.txt', ...prices])
    for (const { path, text } of modules)
      if (path !== 'prices.txt') expectGolden(join(folder, 'expected', `${path}.golden`), text)
  })

  it.each(['workerd.capnp', 'wrangler.json'])('writes the %s of its golden', (path) => {
    expectGolden(join(folder, 'expected', `${path}.golden`), texts.get(path) ?? '')
  })

  it('writes the manifest of its golden, its hash and sizes aside', () => {
    const { plan: hash, bytes, ...rest } = JSON.parse(texts.get('manifest.json') ?? '')
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(Object.keys(bytes)).toEqual(['worker', 'table', ...prices.map(() => 'prices'), 'features', 'modules'])
    expectGolden(join(folder, 'expected', 'manifest.json.golden'), `${JSON.stringify(rest, null, 2)}\n`)
  })

  it('holds nothing but printable ASCII and newlines', () => {
    for (const path of ['gateways.txt', 'workerd.capnp', 'wrangler.json'])
      expect(texts.get(path)).toMatch(/^[\x20-\x7e\n\t]*$/)
    for (const { text } of modules) expect(text).toMatch(/^[\x20-\x7e\n\t]*$/)
  })
})
