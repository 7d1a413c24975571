// The unified endpoint: `/compat/chat/completions` and its siblings, whose model says who is asked. Source: the wire contract,
// "endpoints" 1.4; all but chat/completions are ours.

import type { Door } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import { aimsOf } from './aims.ts'
import { attemptsAt, type Translators } from './ask.ts'
import { apiAt, readBody } from './asked.ts'
import { modelsAt } from './models.ts'

/** Its {@link Door}. */
export function compat(translators: Translators): Door {
  return async ({ gateway, path }, entry, request, rows) => {
    if (!gateway.endpoints.compat) {
      throw new GatewayError(
        'notFound',
        `Gateway '${gateway.id}' does not offer the unified endpoint (endpoints.compat: off).`,
      )
    }
    const models = modelsAt(path, request.method, gateway)
    if (models !== null) return models
    const api = apiAt(path)
    if (api === null) {
      throw new GatewayError(
        'notFound',
        'Below /compat are: chat/completions, responses, messages, embeddings and models.',
      )
    }
    const asked = { ...api, query: entry.query, ...(await readBody(request)), own: null }
    const aims = aimsOf(gateway, asked.body.model, rows)
    const incoming = { headers: request.headers, entry, step: null }
    return { attempts: attemptsAt(aims, asked, incoming, gateway, rows, translators), deadlineMs: aims.deadlineMs }
  }
}
