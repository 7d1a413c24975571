// `GET` and `PATCH /ai-gateway/gateways/{id}/logs/{logId}`: a row of the gateway's log, as the management API has it. Source: the wire
// contract, "bindings".

import { editLog, getLog } from '../control/one-log.ts'
import type { BindingDoor } from './binding.ts'
import { at } from './located.ts'

/** Throws `notFound` for a row that is not there, and for a gateway that keeps no log. */
export const log: BindingDoor = (call) => {
  const { request, names, env } = call
  const [id = '', logId = ''] = names
  return {
    request,
    finish: (response) => response,
    surface: {
      locate: at(id, call),
      door: ({ gateway }) => (request.method === 'PATCH' ? editLog : getLog)({ gateway, env, request, ids: [logId] }),
    },
  }
}
