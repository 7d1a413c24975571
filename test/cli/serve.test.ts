// `gatewright serve` from end to end: state outlives it, one process has it, streams end well, and what is missing is said.

import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { broken, folderWith, gatewright, start } from './command-line.ts'
import { running, statuses } from './running.ts'
import { slowEvents } from './slow-events.ts'

const limited = 'authentication: off\nrate_limit: { requests: 3, per: 1h }\nlogs: on\nproviders: { echo: {} }\n'
const keyed = `authentication: { tokens: [{ name: t, secret: TOKEN }] }\nproviders: { echo: {} }\n`
const slow = (url: string) => `authentication: off\nproviders: { custom-slow: { dialect: openai, url: "${url}" } }\n`

async function serve(cwd: string, words: readonly string[] = [], env: { readonly [name: string]: string } = {}) {
  const server = running(start(['serve', '--port', '0', ...words], { cwd, env }))
  const [, url = ''] = await server.hear(/Listening on (\S+)\n/)
  return { ...server, url }
}

describe('state', () => {
  it('outlives a restart, in a folder for its owner alone', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': limited })
    const first = await serve(cwd)
    expect(await statuses(first.url, 2)).toEqual([200, 200])
    expect(await first.end()).toBe(0)
    expect(statSync(join(cwd, '.gatewright/state')).mode & 0o777).toBe(0o700)
    const second = await serve(cwd)
    expect(await statuses(second.url, 2)).toEqual([200, 429])
  })

  it('is of one process at a time, also after a kill', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': limited })
    const first = await serve(cwd, ['--state', 'kept'])
    const refused = await gatewright(['serve', '--port', '0', '--state', 'kept'], { cwd })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(
      /error: The state in ".*\/kept" is in use by process \d+\.\n {2}hint: .*--state FOLDER/,
    )
    const other = await serve(cwd, ['--state', 'other'])
    expect(await statuses(other.url, 1)).toEqual([200])
    for (const pid of workerdsBelow(first.pid)) process.kill(pid, 'SIGKILL')
    expect(await first.ended).toBe(137)
    const again = await serve(cwd, ['--state', 'kept'])
    expect(await statuses(again.url, 1)).toEqual([200])
  })

  it('is not asked for where nothing is kept', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': keyed })
    await serve(cwd)
    expect(existsSync(join(cwd, '.gatewright/state'))).toBe(false)
  })
})

describe('stopping', () => {
  it.each([[[]], [['--workers', '2']]])('lets streams finish, and takes no new connection %j', async (words) => {
    const upstream = await slowEvents()
    const server = await serve(folderWith({ 'gateways/demo.yaml': slow(upstream) }), words)
    const stream = await fetch(`${server.url}/v1/local/demo/custom-slow/events/30`)
    const reader = stream.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    const ended = server.end()
    await expect.poll(() => isAnswered(server.url)).toBe(false)
    let text = Buffer.from(value ?? []).toString()
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      text += Buffer.from(part.value).toString()
    }
    expect(text.match(/data: \d+/g)).toHaveLength(30)
    expect(await ended).toBe(0)
  })

  it('cuts them off when their time is up, and says so', async () => {
    const upstream = await slowEvents()
    const server = await serve(folderWith({ 'gateways/demo.yaml': slow(upstream) }), ['--grace', '300ms'])
    const stream = await fetch(`${server.url}/v1/local/demo/custom-slow/events/400`)
    await stream.body?.getReader().read()
    expect(await server.end('SIGINT')).toBe(137)
    expect(server.said()).toContain('workerd had not finished after 0.3 s, and was cut off.')
  })
})

describe('secrets', () => {
  it('are named where they are missing, and it serves all the same', async () => {
    const server = await serve(folderWith({ 'gateways/demo.yaml': keyed }))
    await server.hear(/warning: 1 secret missing; requests that need one will fail: TOKEN\.\n/)
    expect(await statuses(server.url, 1)).toEqual([401])
  })

  it('come from the environment, else from a file, and are not said', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': keyed, secrets: 'TOKEN=from-the-file\nUNUSED=x\n' })
    const ask = async (url: string, token: string) =>
      (await fetch(`${url}/v1/local/demo/echo/models`, { headers: { 'cf-aig-authorization': `Bearer ${token}` } }))
        .status
    const server = await serve(cwd, ['--secrets-file', 'secrets'])
    expect(await ask(server.url, 'from-the-file')).not.toBe(401)
    expect(await ask(server.url, 'from-the-environment')).toBe(401)
    const other = await serve(cwd, ['--secrets-file', 'secrets'], { TOKEN: 'from-the-environment' })
    expect(await ask(other.url, 'from-the-environment')).not.toBe(401)
    expect(server.said() + other.said()).not.toMatch(/missing|from-the/)
  })
})

describe('what it serves', () => {
  it('is a build as well as the YAML', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': limited })
    expect((await gatewright(['build', '--out', 'dist'], { cwd })).code).toBe(0)
    const server = await serve(cwd, ['dist'])
    expect(await statuses(server.url, 4)).toEqual([200, 200, 200, 429])
    const refused = await gatewright(['serve', 'dist', '--port', '0', '--workers', '2'], { cwd })
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('holds a build for one process') })
  })

  it('is nothing where the YAML has errors', async () => {
    const ended = await gatewright(['serve', '--port', '0'], { cwd: folderWith({ 'gateways/demo.yaml': broken }) })
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain('error[unknown-provider]')
  })

  it('needs a port that is free', async () => {
    const cwd = folderWith({ 'gateways/demo.yaml': keyed })
    const { port } = new URL((await serve(cwd)).url)
    const refused = await gatewright(['serve', '--port', port], { cwd })
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use.`) })
  })

  it.each([
    ['--port', 'many', '--port is a number'],
    ['--grace', 'soon', '--grace is a time'],
    ['--workers', '0', '--workers is a number'],
  ])('refuses %s %s', async (option, value, why) => {
    const refused = await gatewright(['serve', option, value], { cwd: folderWith({ 'gateways/demo.yaml': keyed }) })
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(why) })
  })
})

describe('several workers', () => {
  it('share one port and one state, and those that die are started again', async () => {
    const server = await serve(folderWith({ 'gateways/demo.yaml': limited }), ['--workers', '2'])
    const before = workerdsBelow(server.pid)
    expect(before).toHaveLength(3)
    expect(await statuses(server.url, 2)).toEqual([200, 200])
    for (const pid of before) process.kill(pid, 'SIGKILL')
    await expect.poll(() => workerdsBelow(server.pid).length, { timeout: 10_000 }).toBe(3)
    expect(workerdsBelow(server.pid).filter((pid) => before.includes(pid))).toEqual([])
    await expect.poll(async () => (await fetch(`${server.url}/ready`)).status, { timeout: 10_000 }).toBe(200)
    expect(await statuses(server.url, 2)).toEqual([200, 429])
    expect(server.said()).toMatch(/The state process ended with SIGKILL\. Starting it again in \d+ ms\.\n/)
    expect(await server.end()).toBe(0)
  })
})

/** While it drains, new connections wait for it to end. */
function isAnswered(url: string): Promise<boolean> {
  const init = { headers: { connection: 'close' }, signal: AbortSignal.timeout(200) }
  return fetch(`${url}/health`, init).then(
    () => true,
    () => false,
  )
}

function workerdsBelow(pid: number): readonly number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,comm='], { encoding: 'utf8' }).trim().split('\n')
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, stat, name]) => Number(parent) === pid && name === 'workerd' && !stat?.startsWith('Z'))
    .map(([child]) => Number(child))
}
