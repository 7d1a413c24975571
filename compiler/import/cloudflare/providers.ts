// The providers of a hosted gateway: it reaches all that there are; its files name those with stored keys, and custom ones.

import { addKey, keyPath } from '../draft/keys.ts'
import { reach } from '../draft/reach.ts'
import { identifier, slugOf } from '../draft/values.ts'
import { ownSlugs, vendorOfSlug } from '../draft/vendors.ts'
import type { Draft, ProviderDraft } from '../imported.ts'
import { flagAt, textAt } from '../source/fields.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'
import { impliedSecret } from '../source/secrets.ts'

/** A custom provider of the account. */
export function addCustom(notes: Notes, draft: Draft, field: Field): void {
  const slug = textAt(notes, field, 'slug')
  const base = textAt(notes, field, 'base_url')
  const vendor = {
    name: '',
    isCustom: true,
    dialect: 'openai',
    url: null,
    version: '',
    secret: '',
    shape: 'plain',
  } as const
  const scratch = { ...draft, providers: new Map<string, ProviderDraft>() }
  const reached = base === null ? { problem: 'It has no address.' } : reach(scratch, { vendor, url: base[0] })
  if (slug === null || base === null || 'problem' in reached) {
    leftOut(notes, field, 'problem' in reached ? reached.problem : 'It has no slug.')
    return
  }
  const isEnabled = flagAt(notes, field, 'enable')
  if (isEnabled?.[0] === false) {
    leftOut(notes, field, 'It is not enabled.')
    return
  }
  const name = `custom-${slugOf(slug[0].replace(/^custom-/, ''))}`
  draft.providers.set(name, reached.provider)
  carried(notes, slug[1], `providers.${name}`)
  if (isEnabled !== null) carried(notes, isEnabled[1], `providers.${name}`)
  const why =
    'The source does not say which API it speaks: OpenAI’s is assumed. Routes need the address of its API with the version.'
  approximated(notes, base[1], `providers.${name}.url`, why)
}

/** A stored key. The service keeps its value: it has to be put anew. */
export function addStored(notes: Notes, draft: Draft, field: Field): void {
  const slug = textAt(notes, field, 'provider_slug')
  const alias = textAt(notes, field, 'alias')
  const provider = slug === null ? null : providerFor(draft, slug[0])
  if (slug === null || provider === null) {
    leftOut(notes, field, 'There is no such provider here.')
    return
  }
  const isDefault = flagAt(notes, field, 'default_config')
  const word = alias === null || alias[0] === 'default' || isDefault?.[0] === true ? null : identifier(alias[0])
  const name = [slug[0], ...(word === null ? [] : [word]), 'API_KEY']
    .map((part) => slugOf(part).replaceAll('-', '_').toUpperCase())
    .join('_')
  const secret = impliedSecret(notes, name, slug[1])
  if (word === null) addKey(provider, secret)
  else addNamed(provider, word, secret)
  const became = keyPath(slug[0])
  approximated(notes, slug[1], became, `Stored keys cannot be read: put this one as the secret ${name}.`)
  for (const found of [alias, isDefault]) if (found !== null) carried(notes, found[1], became)
}

function addNamed(provider: ProviderDraft, alias: string, secret: string): void {
  const keys = provider.keys ?? new Map(provider.key === undefined ? [] : [['default', provider.key]])
  keys.set(alias, { secret })
  delete provider.key
  provider.keys = keys
}

/** The provider of a slug, in the gateway from now on; `null`: there is none. */
export function providerFor(draft: Draft, slug: string): ProviderDraft | null {
  const known = draft.providers.get(slug)
  if (known !== undefined) return known
  if (vendorOfSlug(slug) === null) return null
  const provider: ProviderDraft = {}
  draft.providers.set(slug, provider)
  return provider
}

/** A hosted gateway reaches every provider. */
export function everyProvider(draft: Draft): void {
  for (const slug of ownSlugs) draft.providers.set(slug, {})
  const text =
    'The source names no provider, because a hosted gateway reaches them all: remove those that nobody calls, which also makes the Worker smaller.'
  draft.comments.push({ path: ['providers'], text })
}
