// How the command line is used, and what it says when it is used wrongly: exit code 2, what is wrong, what would be right.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codes } from '../../compiler/diagnostics/catalog.ts'
import { broken, demo, folderWith, gatewright, launcher } from './command-line.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const commands = ['check', 'build', 'deploy', 'rollback', 'dev', 'trace', 'explain', 'init', 'import']

describe('what it says of itself', () => {
  it('--version is the version and nothing else', async () => {
    const cwd = folderWith({})
    expect(await gatewright(['--version'], { cwd })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it.each([['--help'], ['-h'], ['help']])('%s shows every command with an example', async (word) => {
    const { code, stdout, stderr } = await gatewright([word], { cwd: folderWith({}) })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of commands) expect(stdout).toMatch(new RegExp(`gatewright ${command} .*   \\w`))
  })

  it.each(commands)('%s --help shows its options and examples, and does nothing', async (command) => {
    const { code, stdout, stderr } = await gatewright([command, '--help'], { cwd: folderWith({}) })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage:\n  gatewright ${command} `)
    expect(stdout).toContain(`Examples:\n  `)
    expect(await gatewright(['help', command], { cwd: folderWith({}) })).toEqual({ code, stdout, stderr })
  })

  it('without a word it shows the help, as a mistake', async () => {
    const { code, stdout, stderr } = await gatewright([], { cwd: folderWith({}) })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage:\n  gatewright <command>')
  })
})

it('says which Node it needs where Node does not run TypeScript', () => {
  const words = ['--no-experimental-strip-types', launcher, 'check']
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^error: .*TypeScript.*\n {2}hint: .*npx gatewright.*\n$/)
})

describe('misuse', () => {
  it.each([
    [['chek'], 'There is no command "chek".', 'Did you mean "check"?'],
    [['xyzzy'], 'There is no command "xyzzy".', '"gatewright --help" shows what there is.'],
    [['--versoin'], 'There is no option "--versoin" before a command.', '"--version"'],
    [['check', '--fromat', 'json'], '"gatewright check" has no option "--fromat".', 'Did you mean "--format"?'],
    [['check', '--port', '1'], '"gatewright check" has no option "--port".', '"gatewright check --help"'],
    [['check', '-x'], '"gatewright check" has no option "-x".', '"gatewright check --help"'],
    [['check', '--format', 'jsn'], '--format is pretty, json or github, not "jsn".', 'Did you mean "json"?'],
    [['check', '--format'], '--format needs a value.', 'Write --format <name>'],
    [['build', '--out', '--format', 'json'], '--out needs a value.', 'Write --out <dir>'],
    [['build', '--out='], '--out needs a value.', 'Write --out <dir>'],
    [['build', '--client', 'src'], '--client names a TypeScript file, and "src" is none.', '--client src/gateway.ts'],
    [['build', '--client-only=yes'], '--client-only takes no value.', 'Write --client-only alone.'],
    [
      ['build', '--client-onyl'],
      '"gatewright build" has no option "--client-onyl".',
      'Did you mean "--client-only" or "--client"?',
    ],
    [['check', 'a', 'b'], '"gatewright check" takes one dir, and "b" is another.', ''],
    [['explain'], '"gatewright explain" needs a code.', '"gatewright explain --help"'],
    [['explain', 'unkown-key'], 'There is no code "unkown-key".', 'Did you mean "unknown-key"?'],
    [['dev', '--port', '99999'], '--port is a number from 0 to 65535, not "99999".', ''],
    [['dev', '--port', 'http'], '--port is a number from 0 to 65535, not "http".', ''],
  ])('%j', async (words, message, hint) => {
    const { code, stdout, stderr } = await gatewright(words, { cwd: folderWith({ 'gateways/demo.yaml': demo }) })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: /)
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
  })
})

describe('explain', () => {
  it('shows every code there is', async () => {
    const cwd = folderWith({})
    const code = codes[0] ?? ''
    const { stdout } = await gatewright(['explain', code], { cwd })
    expect(stdout).toMatch(new RegExp(`^(error|warning)\\[${code}\\]\n`))
    expect(stdout).toContain('Before')
    expect(stdout).toContain('After:')
    const help = await gatewright(['explain', '--help'], { cwd })
    for (const known of codes) expect(help.stdout).toContain(`  ${known}\n`)
  })
})

describe('colours', () => {
  const styled = '\u001b['
  it.each([
    ['not a terminal', {}, false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR over NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
  ])('%s', async (_, env, colored) => {
    const cwd = folderWith({ 'gateways/demo.yaml': broken })
    const { stdout } = await gatewright(['check'], { cwd, env })
    expect(stdout.includes(styled)).toBe(colored)
    const { stderr } = await gatewright(['chek'], { cwd, env })
    expect(stderr.includes(styled)).toBe(colored)
  })
})
