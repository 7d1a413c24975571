// A request to a YAML route below `/dynamic/{route}/`: an attempt for each of its steps, asked as in the unified endpoint; or, where all
// of them speak one dialect, with any other path of it.

import { type Aim, aimsOfRoute, routeNamed } from './aims.ts'
import { apiAt, attemptsAt } from './ask.ts'
import { readObject } from './body.ts'
import { Refusal } from './refusal.ts'
import { layOver, saidByRequest, withoutKeys } from './said.ts'
import type { Course, Described, Subject } from './subject.ts'

const aboutTheBytes = ['content-length', 'content-encoding', 'content-md5', 'digest', 'content-digest']

/** Throws a Refusal for a body that is no JSON object; a body that is not described could be any. */
export function route(subject: Subject, described: Described): Course {
  const { path, query, headers } = described
  const [name = '', ...below] = path.split('/')
  const aims = aimsOfRoute(subject, routeNamed(subject, name))
  if (below.length === 0) throw new Refusal('notFound', `Say what of the route: /dynamic/${name}/chat/completions.`)
  const endpoint = below.join('/')
  const api = apiAt(endpoint)
  const body = described.body === null && described.method === 'POST' ? {} : readObject(described)
  const said = saidByRequest(headers)
  const { route } = aims
  if (api !== null) {
    return { attempts: attemptsAt(subject, aims, { ...api, query, body, own: null }, said, null), route }
  }
  const sent = new Map(withoutKeys(said, subject.rows.values()))
  for (const header of aboutTheBytes) sent.delete(header)
  const attempts = aims.aims.map((aim, step) => ({
    ...aim,
    step,
    path: pathBelow(aim, aims.aims, endpoint),
    query,
    said: layOver(sent, aim.said),
    api: aim.row.apis[0]?.dialect ?? null,
    translatedFrom: null,
    keyFrom: [],
  }))
  return { attempts, route }
}

/** The path as it is, below what stands before the provider's own API. */
function pathBelow({ slug, row }: Aim, all: readonly Aim[], endpoint: string): string {
  const [api] = row.apis
  const isShared = all.every((other) => other.row.apis[0]?.dialect === api?.dialect)
  if (api === undefined || !isShared || api.path.includes('{')) {
    throw new Refusal(
      'notFound',
      `This route takes chat/completions, responses, messages and embeddings: '${endpoint}' is nothing that all its providers share (${slug}).`,
    )
  }
  const [, prefix = ''] = /^(v\d+\/)chat\/completions$/.exec(api.path) ?? []
  return endpoint.startsWith(prefix) ? endpoint : `${prefix}${endpoint}`
}
