// A gateway that keeps answers, in front of a scripted upstream: compiled from YAML as a user's would be, its state in a folder that
// outlives a kill. A wrapper around the Worker does what a test cannot do from outside: it kills a request, or takes a store away.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeEach } from 'vitest'
import { type Answered, type Call, call } from '../../support/call.ts'
import { build } from '../../support/gateway.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import { startWorkerd, type Workerd } from '../../support/workerd.ts'

export interface CacheScene {
  readonly upstream: Upstream
  /** What follows `/v1/acct/demo/`, as a POST of JSON unless told otherwise. */
  ask(path: string, body: unknown, options?: Call): Promise<Answered>
  url(path: string): string
  /** Sends a POST of JSON on a connection that the test may reset. */
  send(path: string, body: string): Socket
  /** SIGKILL, and a new process on the same state. */
  restart(): Promise<void>
  /** The folder of the objects' databases. */
  readonly state: string
  stderr(): string
}

/**
 * What a request makes the wrapper do, in a header that is no part of a key. `dies`: the request is killed after half a second, with
 * all that it keeps going. `broken` and `mute`: its store throws, or never answers.
 */
export const trouble = (name: 'dies' | 'broken' | 'mute') => ({ 'x-request-id': name })

const wrapper = `
import gateway from 'worker.js'
export * from 'worker.js'
const kept = new Map()
const kv = {
  async get(key) { return kept.get(key)?.slice(0) ?? null },
  async put(key, value, { expirationTtl }) { if (expirationTtl < 60) throw new Error('too short'); kept.set(key, value.slice(0)) },
}
const broken = { getByName() { throw new Error('the store is gone') } }
const mute = { getByName: () => new Proxy({}, { get: () => () => new Promise(() => {}) }) }
export default {
  fetch(request, bindings, context) {
    const env = { ...bindings, CACHE_KV: kv }
    const trouble = request.headers.get('x-request-id')
    if (trouble === 'dies') setTimeout(() => context.abort(new Error('killed by the test')), 500)
    if (trouble === 'broken') env.CACHE_STORE = broken
    if (trouble === 'mute') env.CACHE_STORE = mute
    return gateway.fetch(request, env, context)
  },
}
`

/** Sets it for all tests of a file. `yaml` is the gateway `demo`; `more` is added to the Worker's part of the capnp. */
export async function setCacheScene(
  yaml: (upstream: Upstream) => string,
  env: { readonly [name: string]: string } = {},
  change: (capnp: string) => string = (capnp) => capnp,
): Promise<CacheScene> {
  const upstream = await startUpstream()
  const folder = await build({ 'demo.yaml': yaml(upstream) })
  const state = join(folder, 'state')
  mkdirSync(state)
  writeFileSync(join(folder, 'wrapper.js'), wrapper)
  const capnp = join(folder, 'workerd.capnp')
  const text = readFileSync(capnp, 'utf8')
    .replace('(writable = true)', `(path = ${JSON.stringify(state)}, writable = true)`)
    .replace('(name = "worker.js",', '(name = "wrapper.js", esModule = embed "wrapper.js"),\n    (name = "worker.js",')
  writeFileSync(capnp, change(text))
  let workerd: Workerd = await startWorkerd(capnp, env)
  beforeEach(() => upstream.reset())
  afterAll(async () => {
    await workerd.stop()
    await upstream.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const url = (path: string) => `http://127.0.0.1:${workerd.port}/v1/acct/demo/${path}`
  return {
    upstream,
    state,
    url,
    ask: (path, body, { method = 'POST', headers = {} } = {}) =>
      call(url(path), {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: bytesOf(body) }),
      }),
    send: (path, body) => {
      const { pathname, host, port, hostname } = new URL(url(path))
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      const head = [`Host: ${host}`, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
      socket.write([`POST ${pathname} HTTP/1.1`, ...head, '', body].join('\r\n'))
      return socket
    },
    restart: async () => {
      await workerd.stop()
      workerd = await startWorkerd(capnp, env)
    },
    stderr: () => workerd.stderr(),
  }
}

function bytesOf(body: unknown): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
}
