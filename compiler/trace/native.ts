// A provider-native request: one attempt.

import { providersOf } from '../2-check/nodes.ts'
import { Refusal } from './refusal.ts'
import { saidByRequest } from './said.ts'
import type { Course, Described, Subject, Traced } from './subject.ts'

/** Throws a Refusal where the endpoint is off, and for a provider that the gateway does not have. */
export function native(subject: Subject, { segment, path, query, headers }: Described): Course {
  const { id, endpoints } = subject.gateway
  if (!endpoints.native) {
    throw new Refusal('notFound', `Gateway '${id}' does not offer provider-native paths (endpoints.native: off).`)
  }
  const found = providerOf(subject, segment)
  if (found === null) {
    throw new Refusal('invalidProvider', `Gateway '${id}' has no provider '${segment}'. It has: ${offered(subject)}.`)
  }
  const attempt = { ...found, ...asIs, step: 0, path, query, said: saidByRequest(headers) }
  return { attempts: [attempt], route: null }
}

/** What is said of an attempt whose body is the provider's business. */
export const asIs = { model: null, api: null, translatedFrom: null, keyFrom: [] } as const

/** A provider of the gateway with its row; `null` where it has none of this name. */
export function providerOf(
  { gateway, rows, root }: Subject,
  slug: string,
): Pick<Traced, 'slug' | 'provider' | 'row' | 'node'> | null {
  const provider = Object.hasOwn(gateway.providers, slug) ? gateway.providers[slug] : undefined
  const row = provider && rows.get(provider.row)
  if (provider === undefined || row === undefined) return null
  return { slug, provider, row, node: providersOf(root).find(({ key }) => key === slug)?.value }
}

/** The gateway's providers, as the Worker lists them. */
export function offered({ gateway }: Subject): string {
  return Object.keys(gateway.providers).join(', ')
}
