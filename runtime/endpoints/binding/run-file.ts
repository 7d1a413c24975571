// `POST /run?userInputs={…}`: a model whose one input is a file, which is the body. It passes unread. Source: the wire contract, "bindings".

import { streamPayload } from '../../attempts/payload.ts'
import type { Attempt, Door } from '../../exchange.ts'
import { withPresentNames } from '../../headers.ts'
import { GatewayError } from '../../problem.ts'
import { aimsOf } from '../aims.ts'
import { named } from '../running.ts'
import { inQuery } from './said.ts'

/** Its {@link Door}. Throws `invalidRequest` for a model of a provider that takes no such bodies. */
export function runFile(model: string | null, query: URLSearchParams): Door {
  return async ({ gateway }, { spent }, { headers, body }, rows) => {
    const { aims, deadlineMs } = aimsOf(gateway, named(model, gateway, rows), rows)
    const [aim, ...more] = aims
    if (aim === undefined || more.length > 0 || aim.row.run === null) {
      throw new GatewayError('invalidRequest', `The model '${model}' takes its inputs as JSON, and no file.`)
    }
    const attempt: Attempt = {
      step: 0,
      route: null,
      model: aim.model,
      slug: aim.slug,
      provider: aim.provider,
      row: aim.row,
      method: 'POST',
      path: aim.row.run.path.replace('{+model}', encodeURI(aim.model)),
      query: inQuery(parsed(query.get('userInputs') ?? '{}'), {}),
      headers: withPresentNames(headers),
      spent,
      keyFrom: [],
      payload: streamPayload(body, headers.get('content-length')),
      translation: null,
    }
    return { attempts: [attempt], deadlineMs }
  }
}

function parsed(text: string): object {
  try {
    return Object(JSON.parse(text))
  } catch {
    throw new GatewayError('invalidRequest', '`userInputs` takes a JSON object.')
  }
}
