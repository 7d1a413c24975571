// What a state process does for somebody who reaches its socket and is no gateway: the methods that gateways need, and not a thing more.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type Process, startProcess, startSplit } from '../support/split.ts'
import { yamls } from './scene.ts'

const STRANGER = `export default {
  async fetch(request, { state }) {
    const [binding, object, method, given] = await request.json()
    try {
      return Response.json({ answer: (await state.call(binding, object, method, given)) ?? null })
    } catch (thrown) {
      return Response.json({ refused: String(thrown) })
    }
  },
}`
const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "stranger.js", esModule = embed "stranger.js")],
      compatibilityDate = "2026-11-01",
      bindings = [(name = "state", service = "state-1")],
    )),
    (name = "state-1", external = (http = (capnpConnectHost = "gatewright-state"))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "main", http = ())],
);
`
const split = await startSplit(yamls({ url: 'http://127.0.0.1:9' }), { gateways: 0 })
writeFileSync(join(split.folder, 'stranger.js'), STRANGER)
writeFileSync(join(split.folder, 'stranger.capnp'), CONFIG)
const stranger: Process = await startProcess(
  split.folder,
  ['stranger.capnp', `--external-addr=state-1=127.0.0.1:${split.states[0]?.port}`],
  {},
)
afterAll(async () => {
  await stranger.kill()
  await split.stop()
})

async function call(...words: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify(words)
  return (await fetch(`http://127.0.0.1:${stranger.port}`, { method: 'POST', body })).json()
}

const unknown = 'TypeError: The state process has no such method. Both processes must be of one build.'

it('passes on what gateways ask', async () => {
  expect(await call('LOG_STORE', 'kept', 'list', [])).not.toEqual({ refused: unknown })
  expect(await call('LIMITER', 'x', 'ping', [])).toEqual({ answer: null })
})

it.each([
  ['a binding that is none', 'SECRET', 'x', 'ping'],
  ['a binding of every object', 'constructor', 'x', 'ping'],
  ['what every object is made by', 'constructor', 'x', 'keys'],
  ['a prototype', '__proto__', 'x', 'ping'],
  ['a class of another build', 'RUN_STORE', 'x', 'ping'],
  ['a method of the platform', 'LOG_STORE', 'kept', 'alarm'],
  ['its fetch', 'LOG_STORE', 'kept', 'fetch'],
  ['a method of every object', 'LOG_STORE', 'kept', 'toString'],
  ['a field', 'LOG_STORE', 'kept', 'ctx'],
  ['no method', 'LOG_STORE', 'kept', null],
])('refuses %s', async (_, binding, object, method) => {
  expect(await call(binding, object, method, [])).toEqual({ refused: unknown })
})

it('refuses names and arguments that are none', async () => {
  const refused = 'TypeError: The state process takes the name of an object and a list of arguments.'
  expect(await call('LIMITER', 'x'.repeat(1025), 'ping', [])).toEqual({ refused })
  expect(await call('LIMITER', 7, 'ping', [])).toEqual({ refused })
  expect(await call('LIMITER', 'x', 'ping', 'no list')).toEqual({ refused })
})

it('answers HTTP with nothing but that it is there', async () => {
  const url = `http://127.0.0.1:${split.states[0]?.port}`
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
  for (const path of ['/', '/v1/acct/kept/openai/models', '/metrics'])
    expect((await fetch(url + path)).status).toBe(404)
})
