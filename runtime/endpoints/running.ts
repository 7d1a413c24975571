// A model by the name that the REST API and the Workers binding have for it, and inputs without a word of which API they are for -> who is
// asked, and in which API. Source: the wire contract, "endpoints" 1.5.

import type { JsonObject } from '../dialects/chat.ts'
import type { Rows } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import type { GatewayRecord } from '../records.ts'
import { type Aims, aimsOf } from './aims.ts'
import { type Asked, apis } from './asked.ts'

/** What is asked, and of whom. */
export interface Sought {
  readonly asked: Asked
  readonly aims: Aims
}

/** Inputs in the API of whoever is asked: as they are where that is known from their shape, else a chat as OpenAI has it. */
export function running(gateway: GatewayRecord, name: unknown, body: JsonObject, query: string, rows: Rows): Sought {
  const aims = aimsOf(gateway, named(name, gateway, rows), rows)
  const whole = { below: '', query, text: JSON.stringify(body), body }
  // Where callers' APIs have it.
  const withName = { ...body, model: name }
  const asked = { ...whole, text: JSON.stringify(withName), body: withName, own: null }
  const [aim] = aims.aims
  if (aim === undefined || aims.route !== null) return { asked: { ...asked, api: 'chat' }, aims }
  const [home] = aim.row.apis
  if (aim.row.run !== null) return { asked: { ...whole, api: 'chat', own: aim.row.run }, aims }
  if ('contents' in body && home !== undefined) return { asked: { ...whole, api: 'chat', own: home }, aims }
  if ('input' in body) return { asked: { ...asked, api: /embed/i.test(aim.model) ? 'embeddings' : 'responses' }, aims }
  return { asked: { ...asked, api: home?.dialect === apis.messages.dialect ? 'messages' : 'chat' }, aims }
}

/** `google/…` and `@cf/…` as `{provider}/{model}` of this gateway. Throws `noSuchModel` for an author whom no provider of it is. */
export function named(name: unknown, { providers }: GatewayRecord, rows: Rows): unknown {
  if (typeof name !== 'string') return name
  const author = name.slice(0, Math.max(0, name.indexOf('/')))
  if (author === '' || author === 'dynamic' || Object.hasOwn(providers, author)) return name
  const [slug] = Object.entries(providers).find(([, { row }]) => rows.get(row)?.authors.includes(author)) ?? []
  if (slug === undefined) throw new GatewayError('noSuchModel', `Model not found: ${name}`)
  // `@cf/` is a part of the model's name.
  return author.startsWith('@') ? `${slug}/${name}` : `${slug}${name.slice(author.length)}`
}
