// `GET /run?body={…}` with an upgrade: a WebSocket to a model -> the same provider's realtime endpoint, with the inputs in its query as
// that has them. Source: the wire contract, "bindings" and "endpoints" 1.6 G.

import { objectOf } from '../../dialects/loose.ts'
import { GatewayError } from '../../problem.ts'
import { aimsOf } from '../aims.ts'
import { parseObject } from '../asked.ts'
import { named } from '../running.ts'
import type { BindingDoor } from './binding.ts'
import { at } from './located.ts'
import { withOptions } from './options.ts'
import { inQuery, modelIn } from './said.ts'

/** Throws `invalidRequest` for what asks for no WebSocket, or for a route; `notFound` where the gateway offers no realtime endpoint. */
export const runSocket: BindingDoor = (call) => {
  const { request, query, rows } = call
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
    throw new GatewayError('invalidRequest', 'GET /run opens a WebSocket. Run a model with POST.')
  }
  const { inputs, options } = parseObject(query.get('body') ?? '{}')
  const stated = objectOf(objectOf(options).gateway)
  const find = at(typeof stated.id === 'string' && stated.id !== '' ? stated.id : null, call)
  const model = modelIn(request.headers)
  return {
    request: new Request(request, { headers: withOptions(request.headers, stated) }),
    finish: (response) => response,
    surface: {
      locate(lookUp) {
        const located = find(lookUp)
        const { gateway } = located
        const { aims, route } = aimsOf(gateway, named(model, gateway, rows), rows)
        const [aim] = aims
        if (aim === undefined || route !== null) {
          throw new GatewayError('invalidRequest', 'A route has no WebSocket: name a model of a provider.')
        }
        return { ...located, segment: aim.slug, query: inQuery(objectOf(inputs), { model: aim.model }) }
      },
      // Bundles with realtime have another in its place.
      door: async ({ gateway: { id } }) => {
        const description = `Gateway '${id}' does not offer its providers' WebSockets (endpoints.realtime: off).`
        throw new GatewayError('notFound', description)
      },
    },
  }
}
