// A naive reading of the YAML values, straight from what the documentation says: the model that the compiled table and the
// runtime are held to. It throws the GatewayErrors that a request is answered with.

import { GatewayError } from '../../runtime/problem.ts'
import { ALIAS, type Folder, isMap, TIMEOUT, type YamlMap } from './configs.ts'

/** A request, as far as it decides anything. */
export interface Sent {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
}

/** Which provider of which gateway a request is for and with what settings; `null` for a provider that the gateway has not. */
export function interpreted(folder: Folder, { url, headers: sent }: Sent) {
  const { gateway, id, account, slug, path, query } = routed(folder, url)
  const providers = gateway.providers as { readonly [slug: string]: YamlMap }
  const provider = Object.hasOwn(providers, slug) ? providers[slug] : undefined
  if (provider === undefined) return null
  const own = lowerCase(provider.headers)
  const inherited = lowerCase(gateway.headers)
  const keys = { ...(provider.keys ?? {}), ...(provider.key ? { default: provider.key } : {}) } as {
    readonly [alias: string]: { secret: string }
  }
  const gatewayAlias = inherited[ALIAS] !== undefined && inherited[ALIAS] in keys ? inherited[ALIAS] : undefined
  const alias = sent[ALIAS] ?? own[ALIAS] ?? gatewayAlias ?? 'default'
  const asked = sent[TIMEOUT]
  if (asked !== undefined && !(/^\d+$/.test(asked) && Number(asked) <= 3_600_000))
    throw new GatewayError('invalidRequest', '')
  const stated = [asked, provider.timeout, own[TIMEOUT], gateway.timeout, inherited[TIMEOUT]].find(
    (it) => it !== undefined,
  )
  const { [TIMEOUT]: _limit, [ALIAS]: _alias, ...headers } = { ...inherited, ...own }
  const { account: stands, region } = provider
  return {
    id,
    account,
    slug,
    path,
    query,
    row: provider.dialect === undefined ? slug : `custom ${provider.dialect}`,
    url: provider.url === undefined ? null : `${provider.url}`.replace(/\/+$/, ''),
    values: JSON.parse(JSON.stringify({ account: stands, region })),
    alias,
    key: keys[alias]?.secret,
    headers,
    timeoutMs: stated === undefined ? null : inMs(`${stated}`),
  }
}

function routed(folder: Folder, url: string) {
  const [, host = '', path = '', query = ''] = /^https:\/\/([^/]*)\/?([^?]*)(.*)$/.exec(url) ?? []
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  const named = Object.keys(folder).find((id) => folder[id]?.hostname === name)
  const [, account = null, id = '', below = ''] =
    named === undefined ? (/^v1\/([^/]+)\/([^/]+)(?:\/(.*))?$/.exec(path) ?? []) : [path, null, named, path]
  if (id === '') throw new GatewayError('notFound', '')
  const file = id.startsWith('_') || !Object.hasOwn(folder, id) ? undefined : folder[id]
  const only = folder._worker?.account
  if (file === undefined || (account !== null && only !== undefined && only !== account))
    throw new GatewayError('noSuchGateway', '')
  const [, slug = '', rest = ''] = /^([^/]*)\/?(.*)$/.exec(below) ?? []
  return {
    gateway: merged(file.extends === undefined ? {} : (folder._base ?? {}), file),
    id,
    account,
    slug,
    path: rest,
    query,
  }
}

/** Maps merge key by key, everything else replaces, `null` deletes. */
function merged(base: YamlMap, own: YamlMap): YamlMap {
  const entries = Object.entries({ ...base, ...own }).flatMap(([key, value]) => {
    const below = base[key]
    if (value === null) return []
    if (!isMap(value)) return [[key, value]]
    return [[key, merged(key in own && isMap(below) ? below : {}, value)]]
  })
  return Object.fromEntries(entries)
}

function lowerCase(headers: unknown): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), `${value}`]))
}

function inMs(duration: string): number {
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[duration.replace(/[\d.]+/, '')] ?? 1
  return Math.round(Number.parseFloat(duration) * unit)
}
