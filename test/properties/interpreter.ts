// A naive reading of the YAML values, straight from what the documentation says: the model that the compiled table and the
// runtime are held to. It throws the GatewayErrors that a request is answered with.

import { GatewayError } from '../../runtime/problem.ts'
import { ALIAS, type Folder, isMap, TIMEOUT, type YamlMap } from './configs.ts'

/** A request, as far as it decides anything. */
export interface Sent {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  /** What the body names, for requests to the unified endpoint. */
  readonly model: string
}

/** Which provider of which gateway a request is for and with what settings; `null` for a provider that the gateway has not. */
export function interpreted(folder: Folder, { url, headers: sent, model }: Sent) {
  const { gateway, id, account, slug, path, query } = routed(folder, url)
  if (slug === 'compat') return { id, ...unified(gateway, path, model, sent) }
  const settings = providerSettings(gateway, slug, sent)
  return settings === null ? null : { id, account, path, query, ...settings }
}

/** `{provider}/{model}` asks one, `dynamic/{route}` one after the other, each with what it says itself over what the request says. */
function unified(gateway: YamlMap, path: string, model: string, sent: Sent['headers']) {
  if ((gateway.endpoints as YamlMap | undefined)?.compat === 'off') throw new GatewayError('notFound', '')
  if (path !== 'chat/completions') throw new GatewayError('notFound', '')
  const [slug = '', ...name] = model.split('/')
  if (slug === '' || name.join('') === '') throw new GatewayError('invalidRequest', '')
  const routes = (gateway.routes ?? {}) as { readonly [name: string]: unknown }
  if (slug !== 'dynamic') {
    if (!Object.hasOwn(gateway.providers as YamlMap, slug)) throw new GatewayError('invalidProvider', '')
    return { attempts: [asked(gateway, model, {}, sent, 0)], deadlineMs: null }
  }
  if (!Object.hasOwn(routes, name.join('/'))) throw new GatewayError('notFound', '')
  const route = routes[name.join('/')] as
    | readonly unknown[]
    | { readonly deadline: unknown; readonly steps: readonly unknown[] }
  const { steps, deadline = null } = 'steps' in route ? route : { steps: route }
  return {
    attempts: steps.map((step, index) => {
      const { model, timeout, headers } = (typeof step === 'string' ? { model: step } : step) as YamlMap
      const own = lowerCase(headers)
      return asked(
        gateway,
        `${model}`,
        timeout === undefined ? own : { ...own, [TIMEOUT]: `${inMs(`${timeout}`)}` },
        sent,
        index,
      )
    }),
    deadlineMs: deadline === null ? null : inMs(`${deadline}`),
  }
}

function asked(gateway: YamlMap, name: string, own: Sent['headers'], sent: Sent['headers'], step: number) {
  const slug = name.split('/')[0] ?? ''
  const provider = (gateway.providers as { readonly [slug: string]: YamlMap })[slug]
  const isOpenAi = ['openai', 'echo', 'workers-ai'].includes(slug) || provider?.dialect === 'openai'
  const { 'x-a': a, 'x-b': b } = own
  return {
    step,
    model: name.slice(slug.length + 1),
    isTranslated: !isOpenAi,
    said: [a ?? null, b ?? null],
    ...providerSettings(gateway, slug, { ...sent, ...own }),
  }
}

function providerSettings(gateway: YamlMap, slug: string, sent: Sent['headers']) {
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
    slug,
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
