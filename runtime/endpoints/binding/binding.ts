// The Workers binding's own HTTP calls: a request of a Worker that is bound to this one, or of anyone with a token -> the same recipe that
// every other endpoint stands on. Source: the wire contract, "bindings".

import type { Environment, Rows, Surface } from '../../exchange.ts'
import { controlPlaneResponse, GatewayError } from '../../problem.ts'
import type { Worker } from '../../serve.ts'
import type { Translators } from '../ask.ts'
import { at } from './located.ts'
import { models } from './models.ts'
import { resume } from './resume.ts'
import { run } from './run.ts'
import { runSocket } from './run-socket.ts'
import { universal } from './universal.ts'
import { url } from './url.ts'

/** What the emitted entry hands in. */
export interface BindingParts {
  readonly rows: Rows
  readonly translators: Translators
  /** Reads and writes rows of logs; `null`: no gateway keeps any. */
  readonly log: BindingDoor | null
}

/** A call of the binding's. */
export interface BindingCall extends BindingParts {
  readonly request: Request
  /** What its path names, in order. */
  readonly names: readonly string[]
  readonly query: URLSearchParams
  /** Whether it comes from a bound Worker, who is let in as it is. */
  readonly isBound: boolean
  readonly env: Environment
  readonly context: Pick<ExecutionContext, 'waitUntil'>
}

/** A call as the gateways' Worker takes it, and what becomes of the answer. */
export interface Taken {
  readonly request: Request
  readonly surface: Surface
  readonly finish: (response: Response) => Promise<Response> | Response
}

/** Makes that of a call. Throws a GatewayError for one that says nothing sensible. */
export type BindingDoor = (call: BindingCall) => Promise<Taken> | Taken

/** Answers the binding's calls; `null`: it is none of them. */
export type Binding = (
  request: Request,
  env: Environment,
  context: Pick<ExecutionContext, 'waitUntil'>,
  isBound: boolean,
) => Promise<Response> | null

const DOORS: readonly (readonly [methods: RegExp, path: RegExp, door: BindingDoor])[] = [
  [/^POST$/, /^\/(?:ai-gateway\/)?run$/, run],
  [/^GET$/, /^\/run$/, runSocket],
  [/^POST$/, /^\/ai-gateway\/universal\/run\/([^/]+)$/, universal],
  [/^GET$/, /^\/ai-gateway\/gateways\/([^/]+)\/url\/([^/]+)$/, url],
  [/^(?:GET|PATCH)$/, /^\/ai-gateway\/gateways\/([^/]+)\/logs\/([^/]+)$/, logged],
  [/^GET$/, /^\/ai-gateway\/gateways\/([^/]+)\/run\/([^/]+)\/resume$/, resume],
  [/^GET$/, /^\/ai-api\/models\/search$/, models],
]

/** Throws `notFound` where no gateway keeps a log. */
function logged(call: BindingCall): ReturnType<BindingDoor> {
  if (call.log !== null) return call.log(call)
  const [id = ''] = call.names
  const door = async () => {
    throw new GatewayError('notFound', `Gateway '${id}' keeps no log. Write 'logs: on' in its YAML, and build again.`)
  }
  return { request: call.request, surface: { locate: at(id, call), door }, finish: (response) => response }
}

/** In front of the gateways' Worker, which it asks. */
export function binding(worker: Worker, parts: BindingParts): Binding {
  return (request, env, context, isBound) => {
    const { pathname, searchParams: query } = new URL(request.url)
    const found = DOORS.find(([methods, path]) => methods.test(request.method) && path.test(pathname))
    if (found === undefined) return null
    const [, path, door] = found
    const names = path.exec(pathname)?.slice(1) ?? []
    return answer(door, { ...parts, request, names, query, isBound, env, context }, worker)
  }
}

async function answer(door: BindingDoor, call: BindingCall, worker: Worker): Promise<Response> {
  const { env, context, isBound } = call
  const { request, surface, finish } = await taken(door, call)
  const asked = { requestType: 'binding', problem: controlPlaneResponse, ...surface } as const
  return finish(await worker.fetch(request, env, context, isBound ? letIn(asked) : asked))
}

/** Bound Workers are the operator's own: the binding is what lets them in. */
function letIn(surface: Surface): Surface {
  const entry = { caller: null, spent: [], query: '' }
  return {
    ...surface,
    entry,
    locate(...where) {
      const located = surface.locate(...where)
      entry.query = located.query
      return located
    },
  }
}

/** A call that says nothing sensible is told so where all are: with a request's id, in the control plane's words. */
async function taken(door: BindingDoor, call: BindingCall): Promise<Taken> {
  try {
    return await door(call)
  } catch (thrown) {
    const locate = () => {
      throw thrown
    }
    return { request: call.request, surface: { locate }, finish: (response) => response }
  }
}

/** For what is no call of the binding's: bound Workers have nothing else here. */
export function unknownCall(): Response {
  return controlPlaneResponse(
    new GatewayError(
      'notFound',
      'This is no call of the AI binding. A gateway is reached as `env.AI`, not by its paths.',
    ),
  )
}
