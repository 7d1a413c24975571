// The language's own rules: gateway.schema.json explains every key, closes every map, gives examples that are valid, and
// agrees with the provider rows and with the defaults that the planner fills in.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { Gateway } from '../../compiler/2-check/config.gen.ts'
import { plan } from '../../compiler/3-plan/plan.ts'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'
import { root } from './sources.ts'

interface Schema {
  readonly [keyword: string]: unknown
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly enum?: readonly unknown[]
}

/** A place in the schema, as a JSON pointer, and what stands there with the definition it refers to below it. */
interface Entry {
  readonly pointer: string
  readonly schema: Schema
}

const language: Schema = JSON.parse(readFileSync(join(root, 'gateway.schema.json'), 'utf8'))
const everything = walk('', language)
const keys = everything.filter(({ pointer }) => /\/(?:properties|patternProperties)\/[^/]+$/.test(pointer))
const providerKeys = (at('/$defs/provider').properties ?? {}) as { readonly [key: string]: Schema }

describe('every key', () => {
  it('is found', () => {
    expect(keys.map(({ pointer }) => pointer)).toContain('/$defs/endpoints/properties/native')
    expect(keys.length).toBeGreaterThan(50)
  })

  it('says what it is', () => {
    expect(pointersOf(keys, ({ description = '' }) => !/^\S.*\.$/s.test(description))).toEqual([])
  })

  it('has a type, or names the forms it may have', () => {
    expect(pointersOf(keys, ({ type, anyOf }) => type === undefined && anyOf === undefined)).toEqual([])
  })

  it('has an example, and every example is valid', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true }).addSchema(language)
    const bad = keys.flatMap(({ pointer, schema: { examples = [] } }) => {
      const validate = ajv.getSchema(`gateway.schema.json#${encodeURI(pointer)}`)
      return examples.length > 0 && examples.every((example) => validate?.(example) === true) ? [] : [pointer]
    })
    expect(bad).toEqual([])
  })
})

it('every map is closed, or says what its values are', () => {
  const objects = everything.filter(({ schema: { type } }) => type === 'object')
  expect(objects.length).toBeGreaterThan(8)
  const isOpen = ({ additionalProperties, properties }: Schema) =>
    additionalProperties !== false && (typeof additionalProperties !== 'object' || properties !== undefined)
  expect(pointersOf(objects, isOpen)).toEqual([])
})

it('its defaults are what the planner fills in', () => {
  const place = { file: 'a.yaml', line: 1, column: 1 }
  const value: Gateway = {
    authentication: 'off',
    cache: { ttl: 60 },
    rate_limit: { requests: 1, per: 60 },
    logs: 'on',
    prices: { 'echo/*': { input: 1, output: 2 } },
    budgets: [{ usd: 1, per: 60 }],
    otel: [{ url: 'https://otel.example.com' }],
    providers: { echo: {} },
  }
  const gateway = { id: 'a', place, value, providerPlaces: {}, secretPlaces: [] }
  const { worker, gateways, network } = plan({ kind: 'config', worker: {}, gateways: [gateway] })
  const provider = gateways[0]?.record.providers.echo
  const observed = gateways[0]?.record.observed
  const filledIn = {
    '/$defs/worker/properties/name': worker.name,
    '/$defs/worker/properties/compatibility_date': worker.compatibilityDate,
    '/$defs/endpoints/properties/native': gateways[0]?.record.endpoints.native ? 'on' : 'off',
    '/$defs/endpoints/properties/universal': gateways[0]?.record.endpoints.universal ? 'on' : 'off',
    '/$defs/endpoints/properties/compat': gateways[0]?.record.endpoints.compat ? 'on' : 'off',
    '/$defs/endpoints/properties/rest': gateways[0]?.record.endpoints.rest ? 'on' : 'off',
    '/$defs/endpoints/properties/websocket': gateways[0]?.record.endpoints.websocket ? 'on' : 'off',
    '/$defs/endpoints/properties/realtime': gateways[0]?.record.endpoints.realtime ? 'on' : 'off',
    '/$defs/endpoints/properties/management': gateways[0]?.record.endpoints.management ? 'on' : 'off',
    '/$defs/endpoints/properties/metrics': gateways[0]?.record.endpoints.metrics ? 'on' : 'off',
    '/$defs/endpoints/properties/binding': gateways[0]?.record.endpoints.binding,
    '/$defs/logs/anyOf/1/properties/collect': observed?.logs?.collect ? 'on' : 'off',
    '/$defs/logs/anyOf/1/properties/payloads': observed?.logs?.payloads ? 'on' : 'off',
    '/$defs/logs/anyOf/1/properties/payload_bytes': observed?.logs?.payloadBytes,
    '/$defs/logs/anyOf/1/properties/keep': observed?.logs?.keep,
    '/$defs/logs/anyOf/1/properties/when_full': observed?.logs?.whenFull,
    '/$defs/logs/anyOf/1/properties/durability': observed?.logs?.durability,
    '/$defs/price/properties/request': observed?.prices[0]?.[1].request,
    '/$defs/budget/properties/by': observed?.budgets[0]?.by,
    '/$defs/budget/properties/technique': observed?.budgets[0]?.technique,
    '/$defs/budget/properties/on_failure': observed?.budgets[0]?.onFailure,
    '/$defs/collector/properties/content_type': observed?.otel[0]?.contentType,
    '/properties/unsupported': gateways[0]?.record.unsupported,
    '/$defs/provider/properties/private': network.includes('private'),
    '/$defs/retries/properties/attempts': provider?.retries.attempts,
    '/$defs/retries/properties/delay': `${provider?.retries.delayMs}ms`,
    '/$defs/retries/properties/backoff': provider?.retries.backoff,
    '/$defs/cache/anyOf/1/properties/store': provider?.cache?.store,
    '/$defs/cache/anyOf/1/properties/streams': provider?.cache?.streams,
    '/$defs/cache/anyOf/1/properties/stale_while_revalidate': provider?.cache?.staleWhileRevalidateSeconds,
    '/$defs/cache/anyOf/1/properties/stale_if_error': provider?.cache?.staleIfErrorSeconds,
    '/$defs/cache/anyOf/1/properties/invalidate_on_deploy': provider?.cache?.salt !== '',
    '/$defs/rateLimit/properties/technique': gateways[0]?.record.limit?.technique,
    '/$defs/rateLimit/properties/by': gateways[0]?.record.limit?.by,
    '/$defs/rateLimit/properties/on_failure': gateways[0]?.record.limit?.onFailure,
  }
  const stated = keys.filter(({ schema }) => schema.default !== undefined)
  expect(Object.fromEntries(stated.map(({ pointer, schema }) => [pointer, schema.default]))).toEqual(filledIn)
})

describe('providers', () => {
  it('are the rows', () => {
    expect(Object.keys(at('/$defs/providers').properties as object)).toEqual(Object.keys(providers))
  })

  it('that are custom speak a dialect that has a row', () => {
    expect([...(providerKeys.dialect?.enum ?? [])].sort()).toEqual(Object.keys(customProviders))
  })

  it('take what the descriptions of these settings say they take', () => {
    const described = Object.entries(providerKeys).flatMap(([setting, { description = '' }]) => {
      const slugs = /^([a-z-]+(?:, [a-z-]+)*): /.exec(description)?.[1]?.split(', ') ?? []
      return slugs.map((slug) => `${slug} takes ${setting}`)
    })
    const taken = Object.entries(providers).flatMap(([slug, { takes, row }]) =>
      [...takes, ...(row.bound === null ? [] : ['binding'])].map((name) => `${slug} takes ${name}`),
    )
    expect(described.sort()).toEqual(taken.sort())
  })

  it('have no placeholder that nothing can fill', () => {
    const unfilled = [...Object.entries(providers), ...Object.entries(customProviders)].flatMap(
      ([slug, { row, takes }]) => {
        const ways = [{ match: ['{rest}'], base: null, path: '{rest}' }, ...row.paths]
        return ways.flatMap(({ match, base, path }) => {
          const known = [...takes, ...Object.keys(row.defaults), ...match.flatMap(namesIn)]
          return namesIn(`${base ?? row.base}/${path}`).flatMap((name) =>
            known.includes(name) ? [] : [`${slug} ${name}`],
          )
        })
      },
    )
    expect(unfilled).toEqual([])
  })
})

function namesIn(template: string): readonly string[] {
  return [...template.matchAll(/\{(\w+)(?:=\w+)?\}/g)].map(([, name = '']) => name)
}

function pointersOf(entries: readonly Entry[], offends: (schema: Schema) => boolean): readonly string[] {
  return entries.filter(({ schema }) => offends(schema)).map(({ pointer }) => pointer)
}

function at(pointer: string): Schema {
  return everything.find((entry) => entry.pointer === pointer)?.schema ?? {}
}

/** Every schema of the tree; one with a `$ref` has what it refers to filled in below its own words. */
function walk(pointer: string, schema: Schema): readonly Entry[] {
  const below = ['properties', 'patternProperties', '$defs'].flatMap((keyword) =>
    Object.entries((schema[keyword] ?? {}) as { [name: string]: Schema }).flatMap(([name, it]) =>
      walk(`${pointer}/${keyword}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, it),
    ),
  )
  const forms = ((schema.anyOf ?? []) as readonly Schema[]).flatMap((it, index) =>
    walk(`${pointer}/anyOf/${index}`, it),
  )
  return [{ pointer, schema: { ...definition(schema), ...schema } }, ...below, ...forms]
}

function definition({ $ref }: Schema): Schema {
  if (typeof $ref !== 'string') return {}
  const found = (language.$defs as { readonly [name: string]: Schema })[$ref.replace('#/$defs/', '')]
  if (found === undefined) throw new Error(`${$ref} refers to nothing`)
  return { ...definition(found), ...found }
}
