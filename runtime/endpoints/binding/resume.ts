// `GET /ai-gateway/gateways/{id}/run/{runId}/resume?from=N`: a run's stream from its Nth event on, also while the run goes on. Source: the
// wire contract, "bindings": events are what ends in an empty line, and what was forgotten is 404 in these words.

import { GatewayError } from '../../problem.ts'
import type { BindingDoor } from './binding.ts'
import { at } from './located.ts'
import { storeOf } from './recording.ts'

/** Throws `invalidRequest` for a `from` that is no number. */
export const resume: BindingDoor = (call) => {
  const { request, names, query, env } = call
  const [id = '', run = ''] = names
  const from = query.get('from') ?? '0'
  return {
    request,
    finish: (response) => response,
    surface: {
      locate: at(id, call),
      door: async ({ gateway }) => {
        if (!/^\d{1,9}$/.test(from)) {
          throw new GatewayError('invalidRequest', '`from` takes the number of events that are there already.')
        }
        const stream = (await storeOf(env, gateway.id, run)?.resume(run, Number(from))) ?? null
        if (stream === null) return Response.json({ error: 'Request not found' }, { status: 404 })
        return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cf-aig-run-id': run } })
      },
    },
  }
}
