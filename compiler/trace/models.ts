// Requests for the list of a gateway's models, or for one of them: the gateway answers those itself.

import type { GatewayRecord } from '../../runtime/records.ts'
import { Refusal } from './refusal.ts'
import type { Described } from './subject.ts'

/** Throws a Refusal for a model that the YAML does not name. */
export function asksForModels({ id, models }: GatewayRecord, { method, path }: Described): boolean {
  const [found, , name = ''] = /^\/*(?:v1\/)?models(\/(.*))?$/.exec(path) ?? []
  if (found === undefined || (method !== 'GET' && method !== 'HEAD')) return false
  if (name === '' || models.includes(decoded(name))) return true
  throw new Refusal(
    'notFound',
    `Gateway '${id}' does not name a model '${decoded(name)}'. GET models lists those it names.`,
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
