// A provider's keys: the first is its `key`, and each further one an alias that a step asks for.

import type { ProviderDraft } from '../imported.ts'
import { isSecretName } from '../source/secrets.ts'
import { identifier } from './values.ts'
import type { Vendor } from './vendors.ts'

/** Where a key of this provider goes in the YAML. */
export function keyPath(slug: string): string {
  return `providers.${slug}.key`
}

/** What a key is called that the source does not name: after its vendor, or after where it is sent to. */
export function secretName(vendor: Vendor, slug: string, { url }: ProviderDraft): string {
  if (url === undefined || url === vendor.url) return vendor.secret
  const name = `${slug
    .replace(/^custom-/, '')
    .replaceAll('-', '_')
    .toUpperCase()}_API_KEY`
  if (isSecretName(name)) return name
  return isSecretName(`PROVIDER_${name}`) ? `PROVIDER_${name}` : 'PROVIDER_API_KEY'
}

/** Gives a provider a key and says by which alias it goes; `null`: it is the one sent by default. */
export function addKey(provider: ProviderDraft, secret: string): string | null {
  const keys = provider.keys ?? new Map(provider.key === undefined ? [] : [['default', provider.key]])
  for (const [alias, known] of keys) if (known.secret === secret) return alias === 'default' ? null : alias
  if (keys.size === 0) {
    provider.key = { secret }
    return null
  }
  const base = identifier(secret.toLowerCase().replaceAll('_', '-')) ?? 'key'
  let alias = base
  for (let number = 2; keys.has(alias); number += 1) alias = `${base.slice(0, 60)}-${number}`
  keys.set(alias, { secret })
  delete provider.key
  provider.keys = keys
  return alias
}
