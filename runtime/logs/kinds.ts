// What kind of request it is: by which of the gateway's endpoints it came in, and what its path asks of a model.

import type { Exchange } from '../exchange.ts'
import type { RequestType } from './row.ts'

const BY_SEGMENT: { readonly [segment: string]: RequestType } = {
  '': 'universal',
  compat: 'compat',
  dynamic: 'compat',
}
/** `/v1/{account_id}/{gateway_id}`; a host name takes their place. */
const SEGMENTS_BEFORE = 3

/** As the surface says, else as the first segment below the gateway does. */
export function requestTypeOf({ surface, account, request: { url } }: Exchange): RequestType {
  if (surface.requestType !== undefined) return surface.requestType
  const path = url.slice(url.indexOf('://') + 3).split(/[?#]/, 1)[0] ?? ''
  const [, ...segments] = path.split('/')
  const segment = segments[account === null ? 0 : SEGMENTS_BEFORE] ?? ''
  return Object.hasOwn(BY_SEGMENT, segment) ? (BY_SEGMENT[segment] as RequestType) : 'native'
}

/** The first that matches decides. Source: the paths of the vendors' API references. */
const BY_PATH: readonly (readonly [path: RegExp, type: string])[] = [
  [/embed(?:ding|content)/i, 'embeddings'],
  [/realtime|BidiGenerateContent|\blive\b/i, 'realtime'],
  [/audio|speech|transcri|translations|\btts\b|\bstt\b|\blisten\b|\bspeak\b/i, 'audio'],
  [/video/i, 'video'],
  [/image|imagen|diffusion|\bflux\b/i, 'image'],
  [/moderation/i, 'moderation'],
  [/rerank/i, 'rerank'],
  [/chat|messages|responses|generateContent|converse|invoke|interactions/i, 'chat'],
  [/completions?$/i, 'completion'],
]

/** What a path below a provider asks for; `null`: it does not tell. */
export function modelTypeOf(path: string): string | null {
  return BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? null
}
