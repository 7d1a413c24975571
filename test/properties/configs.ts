// Random folders of gateways that are free of errors: as values, and as the YAML files that say the same in one of many ways.
// What two levels or a file and its fragment may not both say is given a `null` to delete it, as a person would.

import fc from 'fast-check'
import { stringify, type ToStringOptions } from 'yaml'
import type { SourceFile } from '../../compiler/1-read/tree.ts'

/** A map as YAML has it. */
export interface YamlMap {
  readonly [key: string]: unknown
}

/** A folder: its files' contents by name without the ending. `_base` is the fragment that gateways may extend. */
export type Folder = { readonly [name: string]: YamlMap }

/** The header that says the same as `timeout`. */
export const TIMEOUT = 'cf-aig-request-timeout'
/** The header that chooses a key. */
export const ALIAS = 'cf-aig-byok-alias'
/** The names of keys. */
export const aliases = ['default', 'batch', 'night']

const value = fc.oneof(fc.stringMatching(/^[!-~](?:[ -~]{0,6}[!-~])?$/), fc.integer(), fc.boolean())
const milliseconds = fc.integer({ min: 1, max: 3_600_000 })
const duration = fc.oneof(
  milliseconds,
  milliseconds.map((ms) => `${ms}ms`),
  fc.integer({ min: 1, max: 3600 }).map((seconds) => `${seconds}s`),
  fc.integer({ min: 1, max: 599 }).map((tenths) => `${tenths / 10}m`),
  fc.constant('1h'),
)
/** The way in which a level states its time limit, and what deletes the other way where the fragment took it. */
const limit = fc.oneof(
  fc.constant({ key: {}, header: {} }),
  duration.map((timeout) => ({ key: { timeout }, header: { [TIMEOUT]: null } })),
  milliseconds.map((ms) => ({ key: { timeout: null }, header: { [TIMEOUT]: ms } })),
)
const headersOf = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), fc.oneof({ weight: 4, arbitrary: value }, fc.constant(null)), { maxKeys: 3 })

const level = fc
  .tuple(limit, headersOf(['X-A', 'x-b', 'x-c']))
  .map(([limit, headers]) => ({ ...limit.key, headers: { ...headers, ...limit.header } }))

/** Keys under their aliases, with a default that chooses one where there is no key called `default`. */
const keys = fc
  .tuple(fc.subarray(aliases), fc.boolean(), fc.nat(), fc.boolean())
  .map(([names, short, choice, chooses]) => {
    const entries = names.map((name) => [name, { secret: `KEY_${name.toUpperCase()}` }] as const)
    const alias = chooses || !names.includes('default') ? names[choice % Math.max(1, names.length)] : undefined
    const stated = short
      ? {
          keys: Object.fromEntries(entries.filter(([name]) => name !== 'default')),
          ...(names.includes('default') ? { key: { secret: 'KEY_DEFAULT' } } : {}),
        }
      : { keys: Object.fromEntries(entries) }
    return { stated, alias: alias === undefined ? {} : { [ALIAS]: alias } }
  })
const url = fc.option(
  fc.constantFrom(
    'https://a.example.com',
    'https://a.example.com/v1/',
    'http://127.0.0.1:8000//',
    'https://[fd00::1]/x/y',
  ),
  { nil: undefined },
)
const limited = fc.tuple(limit, headersOf(['x-a', 'x-b', 'X-D']))
const provider = fc.tuple(limited, keys, url).map(([[limit, headers], keys, url]) => ({
  ...limit.key,
  ...keys.stated,
  ...(url === undefined ? {} : { url }),
  headers: { ...headers, ...limit.header, ...keys.alias },
}))
const providers = fc
  .record(
    {
      openai: provider,
      echo: fc.constant({}),
      'aws-bedrock': provider.map((it) => ({ ...it, region: 'eu-west-1' })),
      'workers-ai': provider.map((it) => ({ ...it, account: 'acme' })),
      'custom-one': provider.map((it) => ({ url: 'https://one.example.com', ...it, dialect: 'anthropic' })),
    },
    { requiredKeys: [] },
  )
  .map((map) => (Object.keys(map).length === 0 ? { echo: {} } : map))
const fragment = fc
  .tuple(level, fc.record({ openai: limited, 'custom-one': limited }, { requiredKeys: [] }))
  .map(([level, providers]) => ({
    ...level,
    authentication: 'off',
    providers: {
      ...Object.fromEntries(
        Object.entries(providers).map(([slug, [limit, headers]]) => [
          slug,
          { ...limit.key, headers: { ...headers, ...limit.header } },
        ]),
      ),
      // Whoever builds on the fragment has the provider, and it has to be whole there.
      ...('custom-one' in providers ? { 'custom-one': { dialect: 'openai', url: 'https://base.example.com' } } : {}),
    },
  }))

/** Two for each provider: a chain may ask one twice, but not in the same words. */
const step = fc
  .tuple(fc.nat(9), fc.constantFrom('model', 'a/model'), limit, headersOf(['X-A', 'x-b']))
  .map(([which, name, limit, headers]) => ({ which, name, limit, headers }))
const routes = fc.dictionary(
  fc.constantFrom('chat', 'constructor'),
  fc.tuple(
    fc.array(step, { minLength: 1, maxLength: 4 }),
    fc.option(fc.constantFrom('1.5m', '24h', 5000), { nil: undefined }),
  ),
  { maxKeys: 2 },
)

/** The same with the providers that there are: each model once, and what always answers last. */
function routesOver(drawn: YamlMap, slugs: readonly string[]): YamlMap {
  return Object.fromEntries(
    Object.entries(drawn as { [name: string]: [readonly DrawnStep[], unknown] }).map(([name, [steps, deadline]]) => {
      const named = steps.map((it) => ({ ...it, model: `${slugs[it.which % slugs.length]}/${it.name}` }))
      const distinct = [...new Map(named.map((it) => [it.model, it])).values()]
      const [ends, others] = [true, false].map((isEcho) =>
        distinct.filter((it) => it.model.startsWith('echo/') === isEcho),
      )
      const chain = [...(others ?? []), ...(ends ?? []).slice(0, 1)].map(stepOf)
      return [name, deadline === undefined ? chain : { deadline, steps: chain }]
    }),
  )
}

interface DrawnStep {
  readonly which: number
  readonly name: string
  readonly limit: { readonly key: YamlMap; readonly header: YamlMap }
  readonly headers: YamlMap
}

/** A name alone where there is nothing else to say. There is no level below, and so nothing to delete. */
function stepOf({ model, limit, headers }: DrawnStep & { readonly model: string }): unknown {
  const kept = (map: YamlMap) => Object.fromEntries(Object.entries(map).filter(([, value]) => value !== null))
  const said = { ...kept(limit.key), headers: { ...kept(headers), ...kept(limit.header) } }
  return Object.keys(said).length === 1 && Object.keys(said.headers).length === 0 ? model : { model, ...said }
}

const endpoints = fc.option(fc.constantFrom({ compat: 'off' }, { compat: 'on', rest: 'off' }), {
  nil: undefined,
  freq: 2,
})
const gateway = fc
  .record({ level, providers, inherits: fc.boolean(), alias: fc.constantFrom(null, ...aliases), routes, endpoints })
  .map(({ level, providers, inherits, alias, routes, endpoints }) => {
    const known = Object.values(providers as { [slug: string]: { keys?: YamlMap; key?: unknown } }).some(
      ({ keys = {}, key }) => alias !== null && (alias in keys || (alias === 'default' && key !== undefined)),
    )
    return {
      ...(inherits ? { extends: '_base' } : { authentication: 'off' }),
      ...level,
      headers: { ...level.headers, ...(known ? { [ALIAS]: alias } : {}) },
      providers,
      routes: routesOver(routes, Object.keys(providers)),
      ...(endpoints === undefined ? {} : { endpoints }),
    }
  })

/** A folder with one to four gateways, some of them behind host names, some on the fragment. */
export const folders: fc.Arbitrary<Folder> = fc
  .record({
    ids: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9-][A-Za-z0-9_-]{0,8}$/), { minLength: 1, maxLength: 4 }),
    gateways: fc.array(gateway, { minLength: 4, maxLength: 4 }),
    hostnames: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}(?:\.[a-z]{1,3})?$/), { minLength: 4, maxLength: 4 }),
    named: fc.subarray([0, 1, 2, 3]),
    base: fragment,
    account: fc.option(fc.constant('acme')),
  })
  .map(({ ids, gateways, hostnames, named, base, account }) => {
    const fragment = withoutNeedlessNulls({}, base)
    const files = ids.map((id, index) => {
      const hostname = named.includes(index) ? { hostname: hostnames[index] } : {}
      const gateway: YamlMap = { ...hostname, ...gateways[index] }
      return [id, withoutNeedlessNulls('extends' in gateway ? fragment : {}, gateway)] as const
    })
    return { _base: fragment, ...(account === null ? {} : { _worker: { account } }), ...Object.fromEntries(files) }
  })

/** Ways to write the same values down. */
export const styles = fc.record({
  collectionStyle: fc.constantFrom('any', 'block', 'flow'),
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
  lineWidth: fc.constantFrom(0, 20, 80),
} as const)

/** The folder's YAML files. */
export function sourcesOf(folder: Folder, style: ToStringOptions = {}): readonly SourceFile[] {
  return Object.entries(folder).map(([name, value]) => ({
    kind: 'source',
    path: `gateways/${name}.yaml`,
    bytes: Buffer.from(stringify(value, style)),
  }))
}

/** A `null` may stand only where there is something to delete. */
function withoutNeedlessNulls(base: YamlMap, own: YamlMap): YamlMap {
  const entries = Object.entries(own).filter(([key, value]) => value !== null || key in base)
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const below = base[key]
      return [key, isMap(value) ? withoutNeedlessNulls(isMap(below) ? below : {}, value) : value]
    }),
  )
}

/** Whether a value is a map. */
export function isMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
