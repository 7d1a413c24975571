// Workers by hand, each the least that does what it is compared with, on the same workerd with the same flags as a build of ours.

import { folderWith } from '../support/folders.ts'
import { startWorkerd } from '../support/workerd.ts'
import { type Contestant, plainAsk } from './contestant.ts'

const COMPATIBILITY_DATE = '2026-11-01'

// Both take the path as it is: what a URL parser costs is not theirs to pay.
const path = `request.url.slice(request.url.indexOf('/', 8))`

/** The platform's limit. */
const bare = (upstream: string) => `export default {
  fetch: (request) => fetch('${upstream}' + ${path}, request),
}`

/** What any gateway must do: its own headers go no further, and its answer says something. */
const hand = (upstream: string) => `export default {
  async fetch(request) {
    const headers = new Headers(request.headers)
    headers.delete('cf-aig-authorization')
    headers.delete('host')
    const answer = await fetch('${upstream}' + ${path}, { method: request.method, headers, body: request.body })
    const response = new Response(answer.body, answer)
    response.headers.set('cf-aig-step', '0')
    return response
  },
}`

/** What any cache of answers must do: the key is in the body. */
const map = (upstream: string) => `const kept = new Map()
export default {
  async fetch(request) {
    const body = await request.arrayBuffer()
    const hash = new Uint32Array(await crypto.subtle.digest('SHA-256', body)).join('.')
    const found = kept.get(hash)
    if (found) return new Response(found.body, found)
    const answer = await fetch('${upstream}' + ${path}, { method: request.method, headers: request.headers, body })
    kept.set(hash, { status: answer.status, headers: [...answer.headers], body: await answer.clone().arrayBuffer() })
    return answer
  },
}`

/** By name. */
export const workers: readonly Contestant[] = [
  worker('bare', 'a bare pass-through Worker: `return fetch(url, request)`', bare),
  worker('hand', 'a hand-written Worker that strips headers up and adds one down', hand),
  worker('map', 'a Worker that reads the body, hashes it and answers from a Map', map),
]

function worker(name: string, says: string, text: (upstream: string) => string): Contestant {
  return {
    name,
    says,
    prepare: async (upstream) => {
      const folder = workerFolder(text(upstream))
      return async () => {
        const { url, pid, stop } = await startWorkerd(folder)
        return {
          pid,
          stop,
          expects: {},
          ask: plainAsk(url),
        }
      }
    },
  }
}

/** A folder that workerd starts on: one module, and the loopback within its reach. */
export function workerFolder(text: string): string {
  const capnp = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = ["--max-semi-space-size=1"],
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  globalOutbound = "internet",
);
`
  return folderWith([
    { path: 'worker.js', bytes: Buffer.from(text) },
    { path: 'workerd.capnp', bytes: Buffer.from(capnp) },
  ])
}
