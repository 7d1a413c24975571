// `POST /ai-gateway/universal/run/{id}`: the universal endpoint under another path, with its answers and its errors as they are: clients
// read `error` in both places. Source: the wire contract, "bindings" and "clients".

import { GatewayError, problemResponse } from '../../problem.ts'
import type { BindingDoor } from './binding.ts'
import { at } from './located.ts'

/** Throws `notFound` where the gateway does not offer it. */
export const universal: BindingDoor = (call) => {
  const { request, names } = call
  const [id = ''] = names
  const locate = at(id, call)
  return {
    request,
    finish: (response) => response,
    surface: {
      problem: problemResponse,
      locate(lookUp) {
        const located = locate(lookUp)
        if (located.gateway.endpoints.universal) return located
        throw new GatewayError(
          'notFound',
          `Gateway '${id}' does not offer the universal endpoint (endpoints.universal: off).`,
        )
      },
    },
  }
}
