// The workerd process under `dev`: what it says when it does not start, what it may know, and that it ends when told to.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startWorkerd, type Workerd } from '../../compiler/cli/running/workerd.ts'
import { folderWith } from './command-line.ts'

const capnp = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "w", worker = (
      modules = [(name = "w.js", esModule = embed "w.js")],
      compatibilityDate = "2026-11-01",
      bindings = [(name = "GIVEN", fromEnvironment = "GIVEN"), (name = "HOME", fromEnvironment = "HOME")],
    )),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:1", service = "w", http = ())],
);
`

async function run(code: string): Promise<{ readonly workerd: Workerd; readonly said: string[] }> {
  const folder = folderWith({ 'w.capnp': capnp, 'w.js': code })
  const said: string[] = []
  const hear = (line: string) => void said.push(line)
  const env = { GIVEN: 'given' }
  const workerd = await startWorkerd({
    config: join(folder, 'w.capnp'),
    state: null,
    env,
    onOutput: hear,
    onComplaint: hear,
  })
  onTestFinished(() => workerd.drain(0))
  return { workerd, said }
}

const answer = (expression: string) => `export default { async fetch(request, env) { return ${expression} } }`

it('gets the environment it is given, and no other', async () => {
  const { workerd } = await run(answer('Response.json(env)'))
  const response = await fetch(`http://127.0.0.1:${workerd.port}/`)
  expect(await response.json()).toEqual({ GIVEN: 'given', HOME: null })
})

it('says why it does not start', async () => {
  await expect(run('export default {')).rejects.toMatchObject({
    name: 'CliError',
    message: expect.stringMatching(/^workerd does not start: .*SyntaxError/),
  })
})

it('passes on what the Worker says, line by line', async () => {
  const { workerd, said } = await run(answer(`(console.log('one\\ntwo'), console.error('three'), new Response())`))
  await fetch(`http://127.0.0.1:${workerd.port}/`)
  await expect.poll(() => said.toSorted()).toEqual(['one', 'three', 'two'])
})

it('ends when it is told to, at the latest when its time is up', async () => {
  const never = createServer(() => {})
  await new Promise<void>((resolve) => never.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    never.closeAllConnections()
    never.close()
  })
  const { port } = never.address() as AddressInfo
  const idle = await run(answer('new Response()'))
  await idle.workerd.drain(10_000)
  expect(await idle.workerd.ended).not.toBe('SIGKILL')
  const busy = await run(answer(`fetch('http://127.0.0.1:${port}/')`))
  const request = fetch(`http://127.0.0.1:${busy.workerd.port}/`).catch(() => 'cut')
  await new Promise((resolve) => never.once('request', resolve))
  await busy.workerd.drain(200)
  expect(await busy.workerd.ended).toBe('SIGKILL')
  expect(await request).toBe('cut')
})
