// Whose key an attempt goes out with: the caller's own, the stored one that the alias names, or none. Never a key's value.

import type { Credential, PathRule } from '../../runtime/records.ts'
import type { Sourced } from './origin.ts'
import { Refusal } from './refusal.ts'
import type { Subject, Traced } from './subject.ts'

/** A key by what it is. */
export type Key =
  | {
      readonly kind: 'own'
      /** The header or query parameter that brings it. */
      readonly slot: string
      /** A gateway's token may come in the same place, and is then taken out. */
      readonly unlessToken: boolean
    }
  | { readonly kind: 'stored'; readonly secret: string; readonly alias: string }
  | { readonly kind: 'none' }

/** Throws a Refusal for an alias that the provider does not have. */
export function keyOf({ gateway }: Subject, traced: Traced, alias: Sourced<string>): Key {
  const { slug, provider, row, query, said, keyFrom } = traced
  if (row.builtin !== null) return { kind: 'none' }
  const { slots, query: parameter } = credentialOf(traced)
  for (const slot of [...keyFrom, ...slots.filter((name) => !keyFrom.includes(name))]) {
    const brought = said.get(slot)
    if (brought === undefined || brought.value === '') continue
    return { kind: 'own', slot, unlessToken: gateway.tokens !== null && brought.from.kind === 'request' }
  }
  if (parameter !== null && new URLSearchParams(query).get(parameter)) {
    return { kind: 'own', slot: `?${parameter}`, unlessToken: gateway.tokens !== null }
  }
  const secret = Object.hasOwn(provider.keys, alias.value) ? provider.keys[alias.value] : undefined
  if (secret !== undefined) return { kind: 'stored', secret, alias: alias.value }
  if (alias.value === 'default') return { kind: 'none' }
  throw new Refusal(
    'noSuchAlias',
    `Provider '${slug}' has no BYOK credential named '${alias.value}'. Configured aliases: '${Object.keys(provider.keys).join(', ')}'`,
  )
}

/** Where the provider takes a key: some of its paths may have a place of their own. */
function credentialOf({ row, provider, path }: Traced): Credential {
  const segments = path.replace(/^\/+/, '').split('/')
  const rule = row.paths.find(
    ({ base, needs, match }) =>
      (base === null || provider.url === null) &&
      needs.every((name) => name in provider.values) &&
      matches(match, segments),
  )
  return rule?.credential ?? row.credential
}

function matches(patterns: PathRule['match'], segments: readonly string[]): boolean {
  for (const [index, pattern] of patterns.entries()) {
    const segment = segments[index]
    if (segment === undefined) return false
    if (pattern === '{rest}') return segments.slice(index).join('/') !== ''
    const [, literal] = pattern.startsWith('{') ? pattern.slice(1, -1).split('=') : [null, pattern]
    if (literal === undefined ? segment === '' : segment !== literal) return false
  }
  return patterns.length === segments.length
}
