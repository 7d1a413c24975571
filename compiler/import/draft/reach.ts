// From a provider as another format has it to a provider of the gateway: the same slug where it fits what is there already,
// a custom provider where the address differs, an alias where the key does.

import { problemOf } from '../../2-check/addresses.ts'
import type { Draft, ProviderDraft } from '../imported.ts'
import { isWritable, slugOf } from './values.ts'
import type { Vendor } from './vendors.ts'

/** A provider as the source has it. */
export interface Wanted {
  readonly vendor: Vendor
  /** Where the source says it lives; `null`: where it always does. */
  readonly url: string | null
  readonly resource?: string | null
  readonly region?: string | null
  readonly project?: string | null
  readonly account?: string | null
}

/** The provider in the gateway, and what is different about it. */
export interface Reached {
  readonly slug: string
  readonly provider: ProviderDraft
  /** What became another than it was; `null`: nothing. */
  readonly change: string | null
}

/** Why a provider cannot be reached. */
export interface Unreached {
  readonly problem: string
}

const azureHost = /^([a-z0-9-]+)\.(?:openai\.azure\.com|cognitiveservices\.azure\.com|services\.ai\.azure\.com)$/i

/** Finds or makes the provider of a gateway. */
export function reach(draft: Draft, wanted: Wanted): Reached | Unreached {
  const { vendor } = wanted
  const stated = wanted.url === null ? null : addressOf(wanted.url, vendor)
  if (stated !== null && 'problem' in stated) return stated
  if (vendor.isCustom) {
    const url = stated?.url ?? vendor.url
    if (url === null) return { problem: 'The source does not say where it lives, and a custom provider needs a url.' }
    return customProvider(draft, stated === null ? vendor.name : hostName(url), url, vendor, {}, stated?.change ?? null)
  }
  const resource = wanted.resource ?? (stated === null ? null : resourceIn(stated.url, vendor))
  if (stated !== null && (vendor.shape !== 'resource' || resource === null)) {
    return customProvider(draft, hostName(stated.url), stated.url, vendor, {}, stated.change)
  }
  return ownProvider(draft, { ...wanted, resource })
}

function ownProvider(draft: Draft, wanted: Wanted): Reached | Unreached {
  const { vendor } = wanted
  const settings: ProviderDraft = {}
  switch (vendor.shape) {
    case 'resource':
      if (isName(wanted.resource, /^[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/)) settings.resource = wanted.resource
      break
    case 'region':
      if (isName(wanted.region, /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/)) settings.region = wanted.region
      break
    case 'project':
      if (isName(wanted.region, /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/)) settings.region = wanted.region
      if (isName(wanted.project, /^[a-z0-9][a-z0-9.:-]{0,62}$/)) settings.project = wanted.project
      break
    case 'account':
      if (isName(wanted.account, /^[A-Za-z0-9_-]{1,64}$/)) settings.account = wanted.account
      break
    case 'plain':
      break
    default:
      vendor.shape satisfies never
  }
  const known = draft.providers.get(vendor.name)
  if (known === undefined || isSame(known, settings)) {
    const provider = known ?? settings
    draft.providers.set(vendor.name, provider)
    return { slug: vendor.name, provider, change: null }
  }
  return elsewhere(draft, vendor, settings)
}

// A gateway has a provider once: a second resource or region is a custom provider, where its address can be said so.
function elsewhere(draft: Draft, vendor: Vendor, settings: ProviderDraft): Reached | Unreached {
  const { resource, region } = settings
  if (resource !== undefined) {
    const url = `https://${resource}.openai.azure.com/openai/v1`
    return customProvider(draft, `azure-${resource}`, url, vendor, {}, 'A second resource is a custom provider.')
  }
  if (vendor.shape === 'region') {
    const there = region ?? 'us-east-1'
    const url = `https://bedrock-runtime.${there}.amazonaws.com`
    const change = 'A second region is a custom provider.'
    return customProvider(draft, `bedrock-${there}`, url, vendor, { region: there }, change)
  }
  return {
    problem:
      'A gateway has this provider once, and it is there with another project, region or account: give it a gateway of its own.',
  }
}

function customProvider(
  draft: Draft,
  name: string,
  url: string,
  { dialect }: Vendor,
  settings: ProviderDraft,
  change: string | null,
): Reached {
  const base = `custom-${slugOf(name)}`
  let slug = base
  for (let number = 2; ; number += 1) {
    const known = draft.providers.get(slug)
    if (known === undefined) break
    if (known.url === url && known.dialect === dialect) return { slug, provider: known, change }
    slug = `${base}-${number}`
  }
  const provider = { dialect, url, ...settings }
  draft.providers.set(slug, provider)
  return { slug, provider, change }
}

function addressOf(text: string, { version }: Vendor): { url: string; change: string | null } | Unreached {
  if (problemOf(text) !== null || !isWritable(text.replace(/\/\/[^/?#]*@/, '//'))) {
    return {
      problem: 'Its address is none that can be written down: it is malformed, stands in a variable, or holds a key.',
    }
  }
  const url = new URL(text)
  if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) {
    return {
      problem:
        'Its address is plain http, where keys can be read on the way: put TLS before it, and add it as a custom provider with its https address.',
    }
  }
  const path = url.pathname.replace(/\/(chat\/completions|completions|embeddings|messages|responses)?\/*$/, '')
  const versioned = version !== '' && path === '' ? version : path
  const clean = `${url.protocol}//${url.host}${versioned}`
  const isSame = clean.replace(/\/+$/, '') === text.replace(/\/+$/, '')
  return {
    url: clean,
    change: isSame
      ? null
      : 'The address is written as a base: without a user, a query or an endpoint, with its version.',
  }
}

function resourceIn(url: string, { shape }: Vendor): string | null {
  return shape === 'resource' ? (azureHost.exec(new URL(url).hostname)?.[1] ?? null) : null
}

function hostName(url: string): string {
  const { hostname, port } = new URL(url)
  return `${hostname.replace(/^(api|www)\./, '')}${port === '' ? '' : `-${port}`}`
}

function isName(text: string | null | undefined, pattern: RegExp): text is string {
  return typeof text === 'string' && pattern.test(text) && isWritable(text)
}

function isSame(known: ProviderDraft, settings: ProviderDraft): boolean {
  return (['resource', 'region', 'project', 'account'] as const).every((name) => known[name] === settings[name])
}
