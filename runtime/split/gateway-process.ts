// A gateway's Worker -> the same without state of its own: what stands in its environment for Durable Objects makes its calls in the state
// process. Promises that nothing in the gateway notices but by a call that fails, which it is made for.

import type { Environment } from '../exchange.ts'
import { methodsOf } from './methods.ts'
import { type RemoteState, remoteState, type StateNode } from './remote-state.ts'

/** What the Worker's code uses of a namespace. */
interface StandIn {
  getByName(object: string): { readonly [method: string]: (...given: unknown[]) => Promise<unknown> }
}

type Fetch = (request: Request, env: Environment, context: ExecutionContext) => Promise<Response>

type Entrypoint = typeof CloudflareWorkersModule.WorkerEntrypoint<Cloudflare.Env>

/** `bindings`: of the Durable Object classes. `nodes`: the bindings of the state processes' services. */
export interface SplitState {
  readonly bindings: readonly string[]
  readonly nodes: readonly string[]
}

/** The Worker's default export, in a gateway process. */
export function gatewayProcess(worker: { readonly fetch: Fetch }, state: SplitState): { readonly fetch: Fetch } {
  return { ...worker, fetch: (request, env, context) => worker.fetch(request, withRemoteState(env, state), context) }
}

/** One of its entrypoints, in a gateway process. */
export function gatewayEntrypoint(WorkerEntrypoint: Entrypoint, state: SplitState): Entrypoint {
  return class extends WorkerEntrypoint {
    constructor(context: ExecutionContext, env: Cloudflare.Env) {
      super(context, withRemoteState(env as unknown as Environment, state) as unknown as Cloudflare.Env)
    }
  }
}

/** The platform gives every request the same environment. */
const known = new WeakMap<Environment, Environment>()

function withRemoteState(env: Environment, { bindings, nodes }: SplitState): Environment {
  const remembered = known.get(env)
  if (remembered !== undefined) return remembered
  const state = remoteState(nodes.map((node) => env[node] as StateNode))
  const made = { ...env, ...Object.fromEntries(bindings.map((binding) => [binding, standIn(binding, state)])) }
  known.set(env, made)
  return made
}

function standIn(binding: string, state: RemoteState): StandIn {
  const methods = Object.entries(methodsOf(binding) ?? {})
  return {
    getByName(object) {
      // The platform's own stub delivers its calls in order, and `recording.ts` counts on that. Connections do not: one waits for the other.
      let last: Promise<unknown> = Promise.resolve()
      return Object.fromEntries(
        methods.map(([method, manner]) => [
          method,
          (...given: unknown[]) => {
            const made = last.then(() => state({ binding, object, method, given, manner }))
            last = made.catch(() => {})
            return made
          },
        ]),
      )
    },
  }
}
