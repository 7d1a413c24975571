// A request for a model -> the attempts at it: as it was asked where the provider has that API, else translated to the provider's own.
// Nothing is translated here: which API is asked, and where, is all that is said.

import type { ApiRecord } from '../../runtime/records.ts'
import type { Aim, Aims } from './aims.ts'
import type { JsonObject } from './body.ts'
import type { Said } from './origin.ts'
import { Refusal } from './refusal.ts'
import { layOver, slotsOf, withoutKeys } from './said.ts'
import type { Subject, Traced } from './subject.ts'

/** The APIs that callers ask for models in: where each is served, and its dialect. */
export const apis = {
  chat: { path: 'chat/completions', dialect: 'openai' },
  responses: { path: 'responses', dialect: 'responses' },
  messages: { path: 'messages', dialect: 'anthropic' },
  embeddings: { path: 'embeddings', dialect: 'openai' },
} as const

/** One of them by name. */
export type Api = keyof typeof apis

/** A request for a model, in the caller's API. */
export interface Asked {
  readonly api: Api
  /** What follows the API's own path, else empty. */
  readonly below: string
  /** With its `?`, or empty. */
  readonly query: string
  readonly body: JsonObject
  /** The provider's API that the body is written for already; `null`: the caller's decides. */
  readonly own: ApiRecord | null
}

const keySlots = ['authorization', 'x-api-key']
const aboutTheBytes = ['content-length', 'content-encoding', 'content-md5', 'digest', 'content-digest']
const ofAnApi = /^(?:anthropic-|openai-|x-stainless-|x-goog-|x-amz-|accept$)/

/** The API that a path means, with or without `v1/` in front; `null`: none. */
export function apiAt(path: string): Pick<Asked, 'api' | 'below'> | null {
  const plain = path.replace(/^\/*(?:v1\/)*/, '').replace(/\/+$/, '')
  const [api] = (Object.keys(apis) as Api[]).filter((name) => `${plain}/`.startsWith(`${apis[name].path}/`))
  return api === undefined ? null : { api, below: plain.slice(apis[api].path.length) }
}

/**
 * `step` is the client's own where all attempts belong to one. Steps of a route whose providers cannot be asked in this API are passed
 * over. Throws a Refusal where none is left.
 */
export function attemptsAt(
  { rows }: Subject,
  { aims, route }: Aims,
  asked: Asked,
  said: Said,
  step: number | null,
): readonly Traced[] {
  const sent = new Map(route === null ? said : withoutKeys(said, rows.values()))
  for (const name of aboutTheBytes) sent.delete(name)
  sent.set('content-type', { value: 'application/json', from: { kind: 'default' } })
  const able = aims.flatMap((aim, index) => {
    const native = nativeApi(aim, asked)
    const api = native ?? homeApi(aim, asked)
    return api === null ? [] : [{ aim, index, api, isNative: native !== null }]
  })
  if (able.length === 0) refuse(aims, asked)
  return able.map(({ aim, index, api, isNative }) => {
    const { path, query } = pathOf(aim, asked, api)
    const extra = isNative ? asked.query.replace(/^\?/, query === '' ? '?' : '&') : ''
    const spoken = isNative ? sent : new Map([...sent].filter(([name]) => !ofAnApi.test(name)))
    return {
      ...aim,
      step: step ?? index,
      path: isNative ? `${path}${asked.below}` : path,
      query: `${query}${extra}`,
      said: layOver(spoken, aim.said),
      api: api.dialect,
      translatedFrom: isNative ? null : apis[asked.api].dialect,
      keyFrom: route === null ? keyFrom(aim, isNative) : [],
    }
  })
}

/** Where a key of the caller's API stands that the provider takes elsewhere. */
function keyFrom({ row }: Aim, speaksAlike: boolean): readonly string[] {
  return speaksAlike ? keySlots.filter((name) => !slotsOf(row).includes(name)) : keySlots
}

/** The provider's API that is the caller's; `null`: it has none. */
function nativeApi({ row }: Aim, { api, own }: Asked): ApiRecord | null {
  const candidates = api === 'embeddings' ? [row.embeddings] : row.apis
  return own ?? candidates.find((it) => it?.dialect === apis[api].dialect) ?? null
}

/** The one that the caller's is translated to; `null`: it cannot be. */
function homeApi({ row }: Aim, { api, below }: Asked): ApiRecord | null {
  const home = api === 'embeddings' ? row.embeddings : row.apis[0]
  return below === '' ? (home ?? null) : null
}

function refuse(aims: readonly Aim[], { api, below }: Asked): never {
  const who = [...new Set(aims.map(({ slug }) => `'${slug}'`))].join(', ')
  throw new Refusal(
    'invalidRequest',
    `Provider ${who} has no ${apis[api].path}${below}, and nothing that it could be translated to.`,
  )
}

function pathOf(aim: Aim, { body }: Asked, { path, streamPath, strip }: ApiRecord) {
  const { slug, row, provider } = aim
  const model = strip !== '' && aim.model.startsWith(strip) ? aim.model.slice(strip.length) : aim.model
  const values: { readonly [name: string]: string } = {
    ...row.defaults,
    ...provider.values,
    model: encodeURIComponent(model),
    '+model': encodeURI(model),
  }
  const filled = ((body.stream === true && streamPath) || path).replace(/\{(\+?\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value !== undefined) return value
    throw new Refusal(
      'invalidRequest',
      `The gateway does not state the ${name} of ${slug}: providers.${slug}.${name} in its YAML.`,
    )
  })
  const [below = '', query] = filled.split('?')
  return { path: below, query: query === undefined ? '' : `?${query}` }
}
