// `gatewright build --target binary`: one file that serves in an empty folder with next to no environment, and keeps its state.

import { spawn, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closedPort } from '../support/closed-port.ts'
import { folderWith, gatewright } from './command-line.ts'
import { running, statuses } from './running.ts'

const yaml =
  'authentication: off\nrate_limit: { requests: 3, per: 1h }\nproviders: { echo: {}, openai: { key: { secret: OPENAI_KEY } } }\n'
let home = ''
const file = () => join(home, 'OUT/gateway')

beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-binary-')))
  mkdirSync(join(home, 'gateways'))
  writeFileSync(join(home, 'gateways/demo.yaml'), yaml)
  const built = await gatewright(['build', '--target', 'binary', '--out', 'OUT'], { cwd: home })
  expect(built, built.stderr).toMatchObject({ code: 0 })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** With nothing of our environment. */
function run(words: readonly string[], cwd: string, env: { readonly [name: string]: string } = {}) {
  const child = spawn(file(), words, {
    cwd,
    env: { PATH: '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return running(child)
}

async function serve(cwd: string, words: readonly string[] = [], env = {}) {
  const port = await closedPort()
  const url = `http://127.0.0.1:${port}`
  const server = run(['--port', `${port}`, ...words], cwd, env)
  await expect
    .poll(
      () =>
        fetch(`${url}/ready`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 20_000 },
    )
    .toBe(200)
  return { ...server, url }
}

describe('the executable', () => {
  it('serves in an empty folder, keeps its state over a restart, and ends when it is told to', async () => {
    const cwd = folderWith({})
    const first = await serve(cwd)
    expect(await statuses(first.url, 2)).toEqual([200, 200])
    expect(await first.end()).toBe(0)
    expect(readdirSync(cwd)).toEqual(['gateway-state'])
    expect(statSync(join(cwd, 'gateway-state')).mode & 0o777).toBe(0o700)
    const second = await serve(cwd)
    expect(await statuses(second.url, 2)).toEqual([200, 429])
  })

  it('is let in to its state alone', async () => {
    const cwd = folderWith({})
    await serve(cwd, ['--state=here'])
    const other = run(['--state', 'here', '--port', `${await closedPort()}`], cwd)
    expect(await other.ended).toBe(2)
    expect(other.said()).toMatch(/error: The state in "here" is in use by process \d+\./)
  })

  it('takes its secrets from the environment when it runs, and names those that are missing', async () => {
    const cwd = folderWith({})
    const without = await serve(cwd)
    expect(without.said()).toContain('warning: secrets are missing, and requests that need one will fail: OPENAI_KEY\n')
    await without.end()
    const given = await serve(cwd, [], { OPENAI_KEY: 'hush' })
    expect(given.said()).not.toMatch(/missing|hush/)
  })

  it('unpacks its program once, and puts it in the place of an older one', async () => {
    const cwd = folderWith({ 'gateway-state/gateway-1-1': 'old' })
    await (await serve(cwd)).end()
    const programs = () => readdirSync(join(cwd, 'gateway-state')).filter((name) => name.startsWith('gateway-'))
    expect(programs()).toHaveLength(1)
    const path = join(cwd, 'gateway-state', programs()[0] ?? '')
    const { mtimeMs } = statSync(path)
    await (await serve(cwd)).end()
    expect(statSync(path).mtimeMs).toBe(mtimeMs)
  })

  it('says what it is', async () => {
    const version = run(['--version'], home)
    expect(await version.ended).toBe(0)
    const manifest = await import(join(home, 'OUT/manifest.json'), { with: { type: 'json' } })
    expect(version.said()).toBe(`${manifest.default.plan.slice(0, 16)}\n`)
    const help = run(['--help'], home)
    expect(await help.ended).toBe(0)
    expect(help.said()).toMatch(/--port PORT(.|\n)*Secrets, from the environment: OPENAI_KEY\./)
  })

  it.each([
    [['--port', 'x'], '--port is a number from 0 to 65535, not "x".'],
    [['--port', '65536'], '--port is a number from 0 to 65535, not "65536".'],
    [['--prot', '1'], 'There is no option "--prot".'],
    [['--state'], '--state needs a value.'],
    [['--state', ''], '--host and --state need a value.'],
  ])('refuses %j', async (words, why) => {
    const refused = run(words, home)
    expect(await refused.ended).toBe(2)
    expect(refused.said()).toContain(why)
  })
})

describe('what docs/deploy starts it with', () => {
  const text = (name: string) => readFileSync(new URL(`../../docs/deploy/${name}`, import.meta.url), 'utf8')
  const started: readonly (readonly [name: string, words: readonly string[]])[] = [
    ['gateway.service', /^ExecStart=(.+)$/m.exec(text('gateway.service'))?.[1]?.split(' ') ?? []],
    ['Containerfile', JSON.parse(/^ENTRYPOINT (.+)$/m.exec(text('Containerfile'))?.[1] ?? '[]')],
  ]

  it.each(started)('%s: words that it takes', async (_, [program, ...words]) => {
    expect(program).toBe('/usr/local/bin/gateway')
    // The words are read in turn, so a wrong one is found before the last.
    const read = run([...words, '--version'], home)
    expect(await read.ended, read.said()).toBe(0)
  })

  it('Containerfile: a build that there is', async () => {
    const [, words = ''] = /^RUN npx gatewright (.+)$/m.exec(text('Containerfile')) ?? []
    const cwd = folderWith({ 'gateways/demo.yaml': yaml })
    const built = await gatewright(words.replace('/out', 'out').split(' '), { cwd })
    expect(built, built.stderr).toMatchObject({ code: 0 })
    expect(readdirSync(join(cwd, 'out'))).toContain('gateway')
  })

  it('gateway.service: what systemd takes, where it is there to ask', () => {
    const cwd = folderWith({ 'gateway.service': text('gateway.service').replaceAll('/usr/local/bin/gateway', file()) })
    const verified = spawnSync('systemd-analyze', ['verify', 'gateway.service'], { cwd, encoding: 'utf8' })
    if (verified.error !== undefined) return
    expect(verified.stderr).toBe('')
    expect(verified.status).toBe(0)
  })
})
