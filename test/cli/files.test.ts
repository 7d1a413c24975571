// What the disk is asked for: sources in order with paths that are the same everywhere, and a build that stays in its folder.

import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSources, readVariables, writeOutputs } from '../../compiler/cli/files.ts'
import { folderWith } from './command-line.ts'

const bytes = new TextEncoder().encode('new')

it('sources come sorted, with paths as seen from where the command runs', () => {
  const cwd = folderWith({ 'g/b.yaml': '', 'g/a.yml': '\u00e9', 'g/B.YAML': '', 'g/n.yaml.bak': '', 'here/keep': '' })
  expect(readSources(cwd, 'g').map(({ path }) => path)).toEqual(['g/B.YAML', 'g/a.yml', 'g/b.yaml'])
  expect(readSources(join(cwd, 'here'), join(cwd, 'g')).map(({ path }) => path)[1]).toBe('../g/a.yml')
  expect(readSources(cwd, 'g/../g/.')[1]?.bytes).toEqual(Buffer.from('\u00e9'))
})

it('variables are read as .env files are written; no file is no variables', () => {
  const cwd = folderWith({ '.dev.vars': '# comment\nA=1\nexport B="two words"\n' })
  expect(readVariables(cwd, '.dev.vars')).toEqual({ A: '1', B: 'two words' })
  expect(readVariables(cwd, 'none/.dev.vars')).toBe(null)
})

it.each(['../mine', '/mine', 'a/../../mine', '../fresh/mine', '.'])('a build does not write to %s', (path) => {
  const cwd = folderWith({ mine: 'old' })
  expect(() => writeOutputs(cwd, 'out', [{ path, bytes }])).toThrow(`"${path}" leads out of the output folder.`)
  expect(readFileSync(join(cwd, 'mine'), 'utf8')).toBe('old')
  expect(readdirSync(cwd)).toEqual(['mine'])
})

it('a build does not follow a folder that is a link to elsewhere', () => {
  const cwd = folderWith({ 'elsewhere/worker.js': 'old' })
  mkdirSync(join(cwd, 'out'))
  symlinkSync('../elsewhere', join(cwd, 'out/sub'))
  expect(() => writeOutputs(cwd, 'out', [{ path: 'sub/worker.js', bytes }])).toThrow('leads out of the output folder')
  expect(readFileSync(join(cwd, 'elsewhere/worker.js'), 'utf8')).toBe('old')
  // The output folder itself may be a link: it is what was asked for.
  symlinkSync('elsewhere', join(cwd, 'link'))
  writeOutputs(cwd, 'link', [{ path: 'worker.js', bytes }])
  expect(readFileSync(join(cwd, 'elsewhere/worker.js'), 'utf8')).toBe('new')
})
