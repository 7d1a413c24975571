// The text of a Worker that has `env.AI` in each of the ways there are, and does with it what the path says: `/{way}/example/{name}` runs an
// example as it is, `/{way}/call/{name}` tells what a call came to.

/** Bundled by scene.ts; the examples stay modules of their own. */
export const callerText = `
import { WorkerEntrypoint } from 'cloudflare:workers'
import { Ai } from 'gatewright/runtime/binding/ai.ts'
import { calls, outcomeOf } from './test/scenarios/binding/calls.ts'
import gatewayExample from './gateway-example.js'
import runExample from './run-example.js'

const examples = { run: runExample, gateway: gatewayExample }
let own
const bindings = {
  genuine: (env) => env.GENUINE,
  elsewhere: (env) => env.ELSEWHERE,
  rpc: (env) => env.GATEWAY,
  // As the platform's own, one for all requests.
  class: (env) => (own ??= new Ai(env.GATEWAY)),
}

export default class extends WorkerEntrypoint {
  async fetch(request) {
    const [, way, what, name] = new URL(request.url).pathname.split('/')
    const AI = bindings[way](this.env)
    if (what === 'example') return examples[name].fetch(request, { AI })
    return Response.json(await outcomeOf(AI, calls[name]))
  }
}
`
