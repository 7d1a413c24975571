// `gatewright check`: all mistakes at once, in three formats, with the exit code that a pipeline goes by.

import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { broken, demo, folderWith, gatewright, launcher } from './command-line.ts'

describe('exit codes', () => {
  it('0 where nothing is wrong', async () => {
    const cwd = folderWith({ 'gateways/a.yaml': demo, 'gateways/b.yml': demo })
    expect(await gatewright(['check'], { cwd })).toEqual({
      code: 0,
      stdout: 'No problems in 2 gateways.\n',
      stderr: '',
    })
  })

  it('0 where there are only warnings', async () => {
    const open = 'authentication: off\nproviders:\n  openai: { key: { secret: OPENAI_API_KEY } }\n'
    const { code, stdout } = await gatewright(['check'], { cwd: folderWith({ 'gateways/open.yaml': open }) })
    expect(stdout).toContain('1 warning')
    expect(code).toBe(0)
  })

  it('1 where there is an error', async () => {
    const { code, stderr } = await gatewright(['check'], { cwd: folderWith({ 'gateways/demo.yaml': broken }) })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })
})

describe('formats', () => {
  it('pretty: every mistake with its place, and how many there are', async () => {
    const { stdout } = await gatewright(['check'], { cwd: folderWith({ 'gateways/demo.yaml': broken }) })
    for (const place of ['1:1', '3:3', '4:22']) expect(stdout).toContain(`--> gateways/demo.yaml:${place}\n`)
    expect(stdout).toMatch(/\n4 errors\n$/)
  })

  it('json: an array and nothing else, also when it is empty', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': broken, 'good/demo.yaml': demo })
    const { stdout } = await gatewright(['check', '--format', 'json'], { cwd })
    const rows: { file: string; line: number }[] = JSON.parse(stdout)
    expect(rows.map(({ file, line }) => `${file}:${line}`)).toContain('gateways/demo.yaml:3')
    expect((await gatewright(['check', 'good', '--format=json'], { cwd })).stdout).toBe('[]\n')
  })

  it('github: an annotation for each, and nothing for none', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': broken, 'good/demo.yaml': demo })
    const { stdout } = await gatewright(['check', '--format', 'github'], { cwd })
    expect(stdout).toMatch(/^::error file=gateways\/demo\.yaml,line=1,col=1,/)
    expect((await gatewright(['check', 'good', '--format', 'github'], { cwd })).stdout).toBe('')
  })
})

describe('the folder', () => {
  it('may be named, from wherever; paths are shown as seen from there', async () => {
    const cwd = folderWith({ 'a/b/demo.yaml': broken, 'c/keep': '' })
    const { stdout } = await gatewright(['check', '../a/b/'], { cwd: join(cwd, 'c') })
    expect(stdout).toContain('--> ../a/b/demo.yaml:1:1')
  })

  it('may hold other things: they are passed over', async () => {
    const cwd = folderWith({ 'gateways/a.yaml': demo, 'gateways/.b.yaml': broken, 'gateways/c.txt': broken })
    mkdirSync(join(cwd, 'gateways/d.yaml'))
    expect((await gatewright(['check'], { cwd })).stdout).toBe('No problems in 1 gateway.\n')
  })

  it('is missing', async () => {
    const { code, stderr } = await gatewright(['check'], { cwd: folderWith({}) })
    expect(stderr).toBe('error: There is no "gateways".\n  hint: Create it, or name another folder.\n')
    expect(code).toBe(2)
  })

  it('is a file', async () => {
    const cwd = folderWith({ 'demo.yaml': demo })
    const { code, stderr } = await gatewright(['check', 'demo.yaml'], { cwd })
    expect(stderr).toContain('"demo.yaml" is a file, and a folder is needed.')
    expect(code).toBe(2)
  })

  // To root nothing is forbidden.
  it.skipIf(process.getuid?.() === 0)('may not be read', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': demo })
    chmodSync(join(cwd, 'gateways/demo.yaml'), 0)
    const { code, stderr } = await gatewright(['check'], { cwd })
    expect(stderr).toContain('There is no permission to read "gateways/demo.yaml".')
    expect(code).toBe(2)
  })
})

it('ends quietly when nobody reads on', async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`gateways/g${n}.yaml`, broken]))
  const cwd = folderWith(many)
  const child = spawn('sh', ['-c', '"$0" "$1" check | head -n 1', process.execPath, launcher], { cwd })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (text.stdout += chunk))
  child.stderr.on('data', (chunk) => (text.stderr += chunk))
  await new Promise((resolve) => child.once('close', resolve))
  expect(text.stdout).toMatch(/^error\[.*\n$/)
  expect(text.stderr).toBe('')
})

it('loads neither ts-morph nor esbuild: they take longer than a check', async () => {
  const record = `import { registerHooks } from 'node:module'
registerHooks({ load: (url, context, next) => (process.stderr.write(url + '\\n'), next(url, context)) })\n`
  const cwd = folderWith({ 'gateways/demo.yaml': demo, 'record.mjs': record })
  const env = { NODE_OPTIONS: `--import=${join(cwd, 'record.mjs')}` }
  const heavy = /node_modules\/(?:ts-morph|esbuild)\//
  expect((await gatewright(['check'], { cwd, env })).stderr).not.toMatch(heavy)
  expect((await gatewright(['build'], { cwd, env })).stderr).toMatch(heavy)
})
