// A request for a model -> the attempts at it: as it was asked where the provider has that API, else in the provider's own words.

import { lazyPayload } from '../attempts/payload.ts'
import type { Attempt, Entry, Payload, Rows, Translation } from '../exchange.ts'
import { layOver, slotsOf, withoutBytes, withoutCredentials, withPresentNames } from '../headers.ts'
import { GatewayError } from '../problem.ts'
import type { ApiRecord, GatewayRecord } from '../records.ts'
import type { Aim, Aims } from './aims.ts'
import { type Asked, apis, withModel } from './asked.ts'

/** A body in the provider's words, and its answer in the caller's. */
export interface Translated {
  readonly payload: Payload
  readonly translation: Translation
}

/** Puts a request into another dialect. What cannot be said there is found when the payload is taken. */
export type Translate = (
  asked: Asked,
  api: ApiRecord,
  model: string,
  unsupported: GatewayRecord['unsupported'],
) => Translated

/** What a bundle can translate; `null`: nothing, because no gateway of it needs to. */
export interface Translators {
  readonly chats: Translate | null
  readonly embeddings: Translate | null
}

/** Where callers of these APIs put a key. */
const KEY_SLOTS = ['authorization', 'x-api-key'] as const

const MODEL_IN_PATH = /\{\+?model\}/
/** Said in the words of the caller's API, to a provider that has another. */
const OF_AN_API = /^(?:anthropic-|openai-|x-stainless-|x-goog-|x-amz-|accept$)/

/** A request as it came in. */
export interface Incoming {
  readonly headers: Headers
  readonly entry: Pick<Entry, 'spent'>
  /** Which step of the client's it is; `null`: each aim is one. */
  readonly step: number | null
}

/**
 * The steps of a route whose providers have no such API are passed over. Throws `invalidRequest` where none is left: a provider
 * neither has the API nor can be asked for it in another.
 */
export function attemptsAt(
  { aims, route }: Aims,
  asked: Asked,
  { headers, entry, step }: Incoming,
  gateway: GatewayRecord,
  rows: Rows,
  translators: Translators,
): readonly Attempt[] {
  const present = withPresentNames(headers)
  const sent = withoutBytes(route !== null ? withoutCredentials(present, rows) : present)
  sent.set('content-type', 'application/json')
  const able = aims
    .map((aim, index) => ({ aim, index, own: nativeApi(aim, asked) }))
    .filter(({ aim, own }) => own !== null || isTranslatable(aim, asked))
  if (able.length === 0) {
    const what = `${apis[asked.api].path}${asked.below}`
    const who = [...new Set(aims.map(({ slug }) => `'${slug}'`))].join(', ')
    throw new GatewayError(
      'invalidRequest',
      `Provider ${who} has no ${what}, and nothing that it could be translated to.`,
    )
  }
  return able.map(({ aim, index, own }) => {
    const said = own === null ? translated(aim, asked, gateway, translators) : untouched(aim, asked, own)
    return {
      step: step ?? index,
      route,
      model: aim.model,
      slug: aim.slug,
      provider: aim.provider,
      row: aim.row,
      method: 'POST',
      headers: layOver(own === null ? withoutApiHeaders(sent) : sent, new Headers(aim.headers as [string, string][])),
      spent: route !== null ? [] : entry.spent,
      keyFrom: route !== null ? [] : keyFrom(aim, own !== null),
      ...said,
    }
  })
}

/** A caller who speaks as the provider does has put the key where it belongs, if that is one of its places. */
function keyFrom({ row }: Aim, speaksAlike: boolean): readonly string[] {
  const slots = slotsOf(row)
  return speaksAlike ? KEY_SLOTS.filter((name) => !slots.includes(name)) : KEY_SLOTS
}

/** The provider's API that is the caller's; `null`: it has none. */
function nativeApi({ row }: Aim, { api, own }: Asked): ApiRecord | null {
  if (own !== null) return own
  const { dialect } = apis[api]
  if (api === 'embeddings') return row.embeddings?.dialect === dialect ? row.embeddings : null
  return row.apis.find((it) => it.dialect === dialect) ?? null
}

function untouched(aim: Aim, asked: Asked, api: ApiRecord) {
  const { path, query } = pathOf(aim, asked, api)
  const extra = asked.query === '' ? '' : query === '' ? asked.query : `&${asked.query.slice(1)}`
  const isNamed = !MODEL_IN_PATH.test(api.path)
  const payload = lazyPayload(() => (isNamed ? withModel(asked, modelAt(aim, api)) : asked.text))
  return { path: `${path}${asked.below}`, query: `${query}${extra}`, payload, translation: null }
}

/** The provider's API that takes such requests in other words; `null`: it has none. */
function homeApi({ row }: Aim, { api }: Asked): ApiRecord | null {
  return (api === 'embeddings' ? row.embeddings : row.apis[0]) ?? null
}

function isTranslatable(aim: Aim, asked: Asked): boolean {
  return homeApi(aim, asked) !== null && asked.below === ''
}

function translated(aim: Aim, asked: Asked, { unsupported }: GatewayRecord, { chats, embeddings }: Translators) {
  const api = homeApi(aim, asked)
  const translate = asked.api === 'embeddings' ? embeddings : chats
  if (api === null || translate === null) throw new Error(`nothing here translates ${asked.api} for ${aim.slug}`)
  return { ...pathOf(aim, asked, api), ...translate(asked, api, modelAt(aim, api), unsupported) }
}

function modelAt({ model }: Aim, { strip }: ApiRecord): string {
  return strip !== '' && model.startsWith(strip) ? model.slice(strip.length) : model
}

/** The template with its names filled in. Throws `invalidRequest` for one that the YAML does not state. */
function pathOf(aim: Aim, { body }: Asked, api: ApiRecord) {
  const model = modelAt(aim, api)
  const filled = ((body.stream === true && api.streamPath) || api.path).replace(
    /\{(\+?)(\w+)\}/g,
    (_, kept: string, name: string) => {
      if (name === 'model') return kept === '' ? encodeURIComponent(model) : encodeURI(model)
      const value = aim.provider.values[name] ?? aim.row.defaults[name]
      if (value !== undefined) return value
      throw new GatewayError(
        'invalidRequest',
        `The gateway does not state the ${name} of ${aim.slug}: providers.${aim.slug}.${name} in its YAML.`,
      )
    },
  )
  const [path = '', query] = filled.split('?')
  return { path, query: query === undefined ? '' : `?${query}` }
}

function withoutApiHeaders(sent: Headers): Headers {
  const headers = new Headers(sent)
  for (const name of sent.keys()) if (OF_AN_API.test(name)) headers.delete(name)
  return headers
}
