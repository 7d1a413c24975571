// `gatewright build`: the files, the report, and that a folder is left as it was when something is wrong.

import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { broken, demo, folderWith, gatewright } from './command-line.ts'

const names = [
  'client.ts',
  'gateways.txt',
  'manifest.json',
  'worker.js',
  'worker.js.map',
  'workerd.capnp',
  'wrangler.json',
]
const keyed = 'authentication: off\nproviders:\n  openai: { key: { secret: OPENAI_API_KEY } }\n'

it('writes the build and says what, how large, and what it needs', async () => {
  const cwd = folderWith({ 'gateways/demo.yaml': demo, 'gateways/keyed.yaml': keyed })
  const { code, stdout, stderr } = await gatewright(['build'], { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(readdirSync(join(cwd, 'dist')).sort()).toEqual(names)
  const size = readFileSync(join(cwd, 'dist/worker.js')).byteLength.toLocaleString('en-US')
  expect(stdout).toMatch(new RegExp(`^dist/worker\\.js +${size} B +gzip [\\d,]+ B$`, 'm'))
  expect(stdout).toMatch(/\n2 gateways\. It needs 1 secret: OPENAI_API_KEY\.\n$/)
})

it('gives the same bytes wherever it runs', async () => {
  const yamls = { 'gateways/demo.yaml': demo, 'gateways/keyed.yaml': keyed }
  const [first, second] = [folderWith(yamls), folderWith(yamls)]
  await gatewright(['build', '--out', 'one'], { cwd: first })
  await gatewright(['build', '--out', 'deep/er/two'], { cwd: second, env: { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8' } })
  for (const name of names) {
    const bytes = readFileSync(join(first, 'one', name))
    expect(bytes.equals(readFileSync(join(second, 'deep/er/two', name))), name).toBe(true)
    expect(bytes.includes(first), `${name} names no folder of this machine`).toBe(false)
  }
})

it('writes nothing where there is an error, and touches no former build', async () => {
  const cwd = folderWith({ 'gateways/demo.yaml': demo })
  await gatewright(['build'], { cwd })
  const former = readFileSync(join(cwd, 'dist/worker.js'))
  writeFileSync(join(cwd, 'gateways/demo.yaml'), broken)
  const { code, stdout } = await gatewright(['build'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toContain('--> gateways/demo.yaml:3:3')
  expect(readFileSync(join(cwd, 'dist/worker.js'))).toEqual(former)
  expect((await gatewright(['build', '--out', 'other'], { cwd })).code).toBe(1)
  expect(readdirSync(cwd).sort()).toEqual(['dist', 'gateways'])
})

it('leaves no half of a build when a file cannot be written', async () => {
  const cwd = folderWith({ 'gateways/demo.yaml': demo, 'dist/gateways.txt': 'the former one' })
  mkdirSync(join(cwd, 'dist/worker.js/in-the-way'), { recursive: true })
  const { code, stderr } = await gatewright(['build'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain('"dist/worker.js" is a folder, and a file should go there.')
  expect(readdirSync(join(cwd, 'dist')).sort()).toEqual(['gateways.txt', 'worker.js'])
  expect(readFileSync(join(cwd, 'dist/gateways.txt'), 'utf8')).toBe('the former one')
})

it('says so when the place to write to is a file', async () => {
  const cwd = folderWith({ 'gateways/demo.yaml': demo, dist: 'a file' })
  const { code, stderr } = await gatewright(['build'], { cwd })
  expect(stderr).toContain('"dist" is a file, and a folder is needed.')
  expect(code).toBe(2)
})

it('replaces a link instead of writing through it', async () => {
  const cwd = folderWith({ 'gateways/demo.yaml': demo, 'mine.js': 'precious', 'dist/keep': '' })
  symlinkSync('../mine.js', join(cwd, 'dist/worker.js'))
  await gatewright(['build'], { cwd })
  expect(readFileSync(join(cwd, 'mine.js'), 'utf8')).toBe('precious')
})

it('keeps stdout to the diagnostics in the formats for programs', async () => {
  const cwd = folderWith({ 'gateways/keyed.yaml': keyed })
  const { stdout, stderr } = await gatewright(['build', '--format', 'json'], { cwd })
  expect(JSON.parse(stdout)).toHaveLength(1)
  expect(stderr).toContain('dist/worker.js')
})

it('writes the typed client alone, or to a place of its own', async () => {
  const cwd = folderWith({ 'gateways/demo.yaml': demo })
  const { code, stdout } = await gatewright(['build', '--client-only', '--client', 'src/deep/gateway.ts'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^src\/deep\/gateway\.ts +[\d,]+ B +gzip [\d,]+ B\n1 gateway\.\n$/)
  expect(readdirSync(cwd).sort()).toEqual(['gateways', 'src'])
  const client = readFileSync(join(cwd, 'src/deep/gateway.ts'), 'utf8')
  await gatewright(['build', '--client', './gateway.ts', '--out', 'built'], { cwd })
  expect(readFileSync(join(cwd, 'gateway.ts'), 'utf8')).toBe(client)
  expect(readdirSync(join(cwd, 'built')).sort()).toEqual(names.filter((name) => name !== 'client.ts'))
  await gatewright(['build', '--client-only'], { cwd })
  expect(readdirSync(join(cwd, 'dist'))).toEqual(['client.ts'])
  expect(readFileSync(join(cwd, 'dist/client.ts'), 'utf8')).toBe(client)
})

it('writes no client where there is an error', async () => {
  const cwd = folderWith({ 'gateways/demo.yaml': broken })
  expect((await gatewright(['build', '--client-only'], { cwd })).code).toBe(1)
  expect(readdirSync(cwd)).toEqual(['gateways'])
})
