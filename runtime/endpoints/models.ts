// `GET models` and `GET models/{id}`: what the gateway's YAML names, in the shape of OpenAI's list. Source: OpenAI's API reference, "Models".

import { GatewayError } from '../problem.ts'
import type { GatewayRecord } from '../records.ts'

/** `null`: the path means something else. Throws `notFound` for a model that is not named. */
export function modelsAt(path: string, method: string, { id: gateway, models }: GatewayRecord): Response | null {
  const [, rest] = /^\/*(?:v1\/)?models(?:\/(.*))?$/.exec(path) ?? []
  const isList = /^\/*(?:v1\/)?models\/?$/.test(path)
  if ((rest === undefined && !isList) || (method !== 'GET' && method !== 'HEAD')) return null
  if (isList) return Response.json({ object: 'list', data: models.map(entryOf) })
  const name = decoded(rest ?? '')
  if (models.includes(name)) return Response.json(entryOf(name))
  throw new GatewayError(
    'notFound',
    `Gateway '${gateway}' does not name a model '${name}'. GET models lists those it names.`,
  )
}

/** When a model was made, nobody told: 0. */
function entryOf(id: string) {
  return { id, object: 'model', created: 0, owned_by: id.slice(0, id.indexOf('/')) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
