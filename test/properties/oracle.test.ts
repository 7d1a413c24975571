// The compiled thing against an interpreter: for random gateways and requests, what the Worker finds in its table and decides
// from it is what a reading of the YAML values gives, request over provider over gateway, and a value that is present wins.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tableText } from '../../compiler/4-emit/table.ts'
import { checkSources } from '../../compiler/compile.ts'
import { locate, locateByHostname } from '../../runtime/locate.ts'
import { GatewayError } from '../../runtime/problem.ts'
import { settingsOf } from '../../runtime/settings.ts'
import { openTable } from '../../runtime/table.ts'
import { ALIAS, aliases, type Folder, folders, isMap, sourcesOf, styles, TIMEOUT, type YamlMap } from './configs.ts'

interface Sent {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
}

/** A request that is for one of the folder's gateways, or nearly. */
const requestTo = (folder: Folder): fc.Arbitrary<Sent> => {
  const gateways = Object.entries(folder).filter(([name]) => !name.startsWith('_'))
  const ids = [...gateways.map(([id]) => id), 'absent', '', '_base', '__proto__', '@a']
  const hostnames = gateways.flatMap(([, { hostname }]) => (hostname === undefined ? [] : [`${hostname}`]))
  const hosts = ['localhost:8787', '127.0.0.1', ...hostnames, ...hostnames.map((name) => `${name.toUpperCase()}.:443`)]
  const part = fc.constantFrom('openai', 'echo', 'aws-bedrock', 'workers-ai', 'custom-one', 'absent', '', 'constructor')
  const below = fc.constantFrom('', '/', '/chat/completions', '/a%2Fb/', '//x')
  const query = fc.constantFrom('', '?', '?a=b/c?d')
  const routed = fc
    .tuple(fc.constantFrom('v1', 'v2', ''), fc.constantFrom('acme', 'other', ''), fc.constantFrom(...ids), part, below)
    .map(([version, account, id, part, below]) => `/${version}/${account}/${id}/${part}${below}`)
  const path = fc.oneof(
    { weight: 3, arbitrary: routed },
    fc.tuple(part, below).map(([part, below]) => `/${part}${below}`),
    fc.constantFrom('', '/', '/v1', '/v1/acme'),
  )
  return fc.record({
    url: fc
      .tuple(fc.constantFrom(...hosts), path, query)
      .map(([host, path, query]) => `https://${host}${path}${path === '' ? '' : query}`),
    headers: fc.record(
      {
        [TIMEOUT]: fc.oneof(
          fc.constantFrom('0', '3600000', '3600001', '-1', '1.5', 'soon', ''),
          fc.nat(3_600_000).map(String),
        ),
        [ALIAS]: fc.constantFrom(...aliases, 'absent'),
      },
      { requiredKeys: [] },
    ),
  })
}

const cases = folders.chain((folder) =>
  fc.record({
    folder: fc.constant(folder),
    style: styles,
    requests: fc.array(requestTo(folder), { minLength: 5, maxLength: 20 }),
  }),
)

it('finds and decides what an interpreter of the YAML does', () => {
  const outcomes = new Set<string>()
  fc.assert(
    fc.property(cases, ({ folder, style, requests }) => {
      const { plan, diagnostics } = checkSources(sourcesOf(folder, style))
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      if (plan === null) throw new Error('no plan without an error')
      const lookUp = openTable(tableText(plan.gateways))
      const find = plan.features.hostnames.length === 0 ? locate : locateByHostname
      for (const sent of requests) {
        const found = outcome(() => compiled(find(lookUp, sent.url), sent))
        expect(found).toEqual(outcome(() => interpreted(folder, sent)))
        outcomes.add(typeof found === 'string' ? found : found === null ? 'no provider' : 'settings')
      }
    }),
    { numRuns: 150 },
  )
  expect([...outcomes].sort()).toEqual(['invalidRequest', 'no provider', 'noSuchGateway', 'notFound', 'settings'])
})

/** What the runtime's own functions make of the table. */
function compiled({ gateway, segment, path, query, account }: ReturnType<typeof locate>, sent: Sent) {
  const provider = Object.hasOwn(gateway.providers, segment) ? gateway.providers[segment] : undefined
  if (provider === undefined) return null
  const { alias, timeoutMs } = settingsOf({ headers: new Headers(sent.headers), provider })
  const { row, url, values, keys, headers } = provider
  return {
    id: gateway.id,
    account,
    slug: segment,
    path,
    query,
    row,
    url,
    values,
    alias,
    key: keys[alias],
    headers: Object.fromEntries(headers),
    timeoutMs,
  }
}

/** The same from the values that were written, and from what the documentation says of them. */
function interpreted(folder: Folder, { url, headers: sent }: Sent) {
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

/** A GatewayError by its name; anything else that is thrown is nobody's answer. */
function outcome<T>(answer: () => T): T | string {
  try {
    return answer()
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.problem
    throw thrown
  }
}
