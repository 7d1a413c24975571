// A universal step of the pseudo-provider `compat`: its endpoint is the unified endpoint's, its query that endpoint's body. All the
// attempts of a route in it are the one step that the client sent.

import type { JsonObject } from '../dialects/chat.ts'
import { GatewayError } from '../problem.ts'
import { aimsOf } from './aims.ts'
import { attemptsAt, type Translators } from './ask.ts'
import { apiAt } from './asked.ts'
import type { CompatStep } from './universal.ts'

/** The {@link CompatStep} of bundles that have the unified endpoint. */
export function compatStep(translators: Translators): CompatStep {
  return ({ index, endpoint, query: body, headers }, gateway, rows) => {
    if (!gateway.endpoints.compat) {
      throw new GatewayError(
        'invalidProvider',
        `Step ${index}: gateway '${gateway.id}' does not offer the unified endpoint (endpoints.compat: off).`,
      )
    }
    const [path = '', query] = endpoint.split('?')
    const api = apiAt(path)
    if (api === null || typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new GatewayError(
        'invalidRequest',
        `Step ${index}: provider compat takes the endpoint chat/completions, responses, messages or embeddings, and its body as the query.`,
      )
    }
    const asked = {
      ...api,
      query: query === undefined ? '' : `?${query}`,
      text: JSON.stringify(body),
      body: body as JsonObject,
      own: null,
    }
    const incoming = { headers, entry: { spent: [] }, step: index }
    return attemptsAt(aimsOf(gateway, asked.body.model, rows), asked, incoming, gateway, rows, translators)
  }
}
