// A request to the REST API: as to the unified endpoint, with models that may go by their authors, and with inputs in a model's own shape.

import type { GatewayRecord } from '../../runtime/records.ts'
import { type Aims, aimsOf } from './aims.ts'
import { type Asked, apiAt, apis, attemptsAt } from './ask.ts'
import { isObject, type JsonObject, readObject } from './body.ts'
import { asksForModels } from './models.ts'
import { Refusal } from './refusal.ts'
import { saidByRequest } from './said.ts'
import type { Course, Described, Subject } from './subject.ts'

/** Throws a Refusal in the Worker's own words. A list of models comes to no attempt. */
export function rest(subject: Subject, described: Described): Course {
  const { gateway } = subject
  if (described.segment === '') {
    throw new Refusal('notFound', 'Nothing is served at this path. Use /client/v4/accounts/{account_id}/ai/….')
  }
  if (!gateway.endpoints.rest) {
    throw new Refusal('notFound', `Gateway '${gateway.id}' does not offer the REST API (endpoints.rest: off).`)
  }
  if (asksForModels(gateway, described)) return { attempts: [], route: null }
  const { asked, aims } = sought(subject, described)
  return { attempts: attemptsAt(subject, aims, asked, saidByRequest(described.headers), null), route: aims.route }
}

interface Sought {
  readonly asked: Asked
  readonly aims: Aims
}

function sought(subject: Subject, described: Described): Sought {
  const { path, query } = described
  const [, inPath] = /^run(?:\/(.+))?$/s.exec(path) ?? []
  if (inPath !== undefined) return running(subject, decoded(inPath), readObject(described), query)
  if (path === 'run') {
    const { model, input, options } = readObject(described)
    refuseBackground(options)
    if (isObject(input)) return running(subject, model, input, query)
    throw new Refusal('invalidRequest', 'This endpoint takes {"model": "…", "input": {…}}.')
  }
  const api = path.startsWith('v1/') ? apiAt(path) : null
  if (api === null) {
    throw new Refusal('notFound', 'Below /ai are: run, v1/chat/completions, v1/responses, v1/messages, v1/embeddings.')
  }
  const body = readObject(described)
  return { asked: { ...api, query, body, own: null }, aims: aimsOf(subject, named(subject, body.model)) }
}

/** Inputs as they are where their shape is known to be the provider's, else a chat as OpenAI has it. */
function running(subject: Subject, name: unknown, body: JsonObject, query: string): Sought {
  const aims = aimsOf(subject, named(subject, name))
  const as = (api: Asked['api'], own: Asked['own'] = null) => ({ asked: { api, below: '', query, body, own }, aims })
  const [aim] = aims.aims
  if (aim === undefined || aims.route !== null) return as('chat')
  const [home] = aim.row.apis
  if (aim.row.run !== null) return as('chat', aim.row.run)
  if ('contents' in body && home !== undefined) return as('chat', home)
  if ('input' in body) return as(/embed/i.test(aim.model) ? 'embeddings' : 'responses')
  return as(home?.dialect === apis.messages.dialect ? 'messages' : 'chat')
}

/** `google/…` and `@cf/…` as `{provider}/{model}` of this gateway. */
function named({ gateway, rows }: Subject, name: unknown): unknown {
  if (typeof name !== 'string') return name
  const author = name.slice(0, Math.max(0, name.indexOf('/')))
  if (author === '' || author === 'dynamic' || Object.hasOwn(gateway.providers, author)) return name
  const slug = slugOf(author, gateway, rows)
  if (slug === undefined) throw new Refusal('noSuchModel', `Model not found: ${name}`)
  return author.startsWith('@') ? `${slug}/${name}` : `${slug}${name.slice(author.length)}`
}

function slugOf(author: string, { providers }: GatewayRecord, rows: Subject['rows']): string | undefined {
  return Object.keys(providers).find((slug) => rows.get(providers[slug]?.row ?? '')?.authors.includes(author))
}

function refuseBackground(options: unknown): void {
  if (!isObject(options) || (options.background !== true && options.webhookUrl === undefined)) return
  throw new Refusal(
    'invalidRequest',
    'This gateway does not run requests in the background: leave out options.background and options.webhookUrl.',
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Refusal('invalidRequest', 'The model in the path is not percent-encoded as it should be.')
  }
}
