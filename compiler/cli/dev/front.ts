// From the capnp of a build to one with a Worker in front that says, for each request, what came of it.
// The build itself is not touched, nor is any body: the Worker in front hands them on as they are.

import type { Output } from '../../compile.ts'

/** The config that `dev` starts: beside the build's own, which it is made from. */
export const FRONT_CONFIG = 'dev.capnp'

/** What a line of the Worker in front begins with, on workerd's stdout. */
export const REQUEST_MARK = 'gatewright:request '

const code = `export default {
  async fetch(request, env) {
    const started = Date.now()
    const say = (status) => {
      const line = { method: request.method, path: new URL(request.url).pathname, status, ms: Date.now() - started }
      console.log(${JSON.stringify(REQUEST_MARK)} + JSON.stringify(line))
    }
    try {
      const response = await env.GATEWAY.fetch(request)
      say(response.status)
      return response
    } catch (error) {
      say(0)
      throw error
    }
  },
}
`

const service = `(name = "dev", worker = (
      modules = [(name = "dev.js", esModule = embed "dev.js")],
      compatibilityDate = "2026-11-01",
      bindings = [(name = "GATEWAY", service = "gateway")],
    )),`

/** The files to put beside the build's. */
export function frontFiles(capnp: string): readonly Output[] {
  const config = [
    ['services = [', `services = [\n    ${service}`],
    ['service = "gateway",', 'service = "dev",'],
  ].reduce((text, [before = '', after = '']) => replaceOnce(text, before, after), capnp)
  return [
    { path: FRONT_CONFIG, bytes: new TextEncoder().encode(config) },
    { path: 'dev.js', bytes: new TextEncoder().encode(code) },
  ]
}

function replaceOnce(text: string, before: string, after: string): string {
  const parts = text.split(before)
  if (parts.length !== 2) throw new Error(`unreachable: workerd.capnp has ${parts.length - 1} times: ${before}`)
  return parts.join(after)
}
