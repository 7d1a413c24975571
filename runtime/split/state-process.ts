// Calls of gateway processes -> the Durable Objects of this process. Promises that nothing else can be had from it: a binding or a method
// that is not in the table is refused, whoever asks. Whoever reaches its socket has the gateways' state; it belongs on a private network.

import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Environment } from '../exchange.ts'
import { methodsOf } from './methods.ts'

/** As long as the platform's own names may be. */
const MOST_NAME_LENGTH = 1024

/** What is used of a namespace. */
interface Namespace {
  getByName(name: string): { readonly [method: string]: (...given: readonly unknown[]) => Promise<unknown> }
}

/** The default export of a state process. */
export class StateProcess extends WorkerEntrypoint<Environment> {
  /** Passes a call on, and its answer back. Throws for what it does not know, and whatever the object throws. */
  async call(binding: string, object: string, method: string, given: readonly unknown[]): Promise<unknown> {
    const methods = methodsOf(String(binding))
    const namespace = methods === null ? undefined : (this.env[binding] as Namespace | undefined)
    const isKnown = methods !== null && namespace !== undefined && Object.hasOwn(methods, String(method))
    if (!isKnown) throw new TypeError('The state process has no such method. Both processes must be of one build.')
    if (typeof object !== 'string' || object.length > MOST_NAME_LENGTH || !Array.isArray(given)) {
      throw new TypeError('The state process takes the name of an object and a list of arguments.')
    }
    return namespace.getByName(object)[method]?.(...given)
  }

  /** For probes of whoever runs it: the process answers. */
  override async fetch(request: Request): Promise<Response> {
    const isHealth = request.method === 'GET' && new URL(request.url).pathname === '/health'
    return isHealth ? Response.json({ status: 'ok' }) : new Response('Not found', { status: 404 })
  }
}
