// A YAML route, called below `/dynamic/{route}/`: as the unified endpoint with the route for its model, or, where all steps speak one
// dialect, with any other path and body of it, into which each step's model is put. The attempts are the route's steps in order.

import { lazyPayload } from '../attempts/payload.ts'
import type { Attempt, Door } from '../exchange.ts'
import { layOver, withoutBytes, withoutCredentials, withPresentNames } from '../headers.ts'
import { GatewayError } from '../problem.ts'
import { type Aim, aimsOfRoute } from './aims.ts'
import { attemptsAt, type Translators } from './ask.ts'
import { apiAt, readBody, withModel } from './asked.ts'

/** Its {@link Door}. */
export function dynamic(translators: Translators): Door {
  return async ({ gateway, path }, entry, request, rows) => {
    const slash = path.indexOf('/')
    const name = slash === -1 ? path : path.slice(0, slash)
    const route = aimsOfRoute(gateway, name, rows)
    if (slash === -1) throw new GatewayError('notFound', `Say what of the route: /dynamic/${name}/chat/completions.`)
    const endpoint = path.slice(slash + 1)
    const api = apiAt(endpoint)
    const said = await readBody(request)
    const { deadlineMs } = route
    if (api !== null) {
      const asked = { ...api, query: entry.query, ...said, own: null }
      const incoming = { headers: request.headers, entry, step: null }
      return { attempts: attemptsAt(route, asked, incoming, gateway, rows, translators), deadlineMs }
    }
    const sent = withoutBytes(withoutCredentials(withPresentNames(request.headers), rows))
    const attempts = route.aims.map(
      (aim, step): Attempt => ({
        step,
        route: name,
        model: aim.model,
        slug: aim.slug,
        provider: aim.provider,
        row: aim.row,
        method: 'POST',
        path: pathBelow(aim, route.aims, endpoint),
        query: entry.query,
        headers: layOver(sent, new Headers(aim.headers as [string, string][])),
        spent: [],
        keyFrom: [],
        payload: lazyPayload(() => withModel(said, aim.model)),
        translation: null,
      }),
    )
    return { attempts, deadlineMs }
  }
}

/** The path as it is, below what stands before the provider's own API (`v1/` for workers-ai). Throws `notFound` where steps differ. */
function pathBelow({ slug, row }: Aim, all: readonly Aim[], endpoint: string): string {
  const [api] = row.apis
  const isShared = all.every((other) => other.row.apis[0]?.dialect === api?.dialect)
  if (api === undefined || !isShared || api.path.includes('{')) {
    throw new GatewayError(
      'notFound',
      `This route takes chat/completions, responses, messages and embeddings: '${endpoint}' is nothing that all its providers share (${slug}).`,
    )
  }
  const prefix = /^(v\d+\/)chat\/completions$/.exec(api.path)?.[1] ?? ''
  return endpoint.startsWith(prefix) ? endpoint : `${prefix}${endpoint}`
}
