// Comes in: gateway.schema.json. Goes out: every key of a gateway, in the schema's order, by its path, with an example that stands alone:
// the key where it belongs, and beside it just what must be there. What is used in several places is told in the first.

import { stringify } from 'yaml'

/** A part of the schema, with its references followed. */
export interface Schema {
  /** The definition's. */
  readonly name?: string
  readonly $ref?: string
  readonly $defs?: { readonly [name: string]: Schema }
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly required?: readonly string[]
  readonly properties?: { readonly [key: string]: Schema }
  readonly patternProperties?: { readonly [pattern: string]: Schema }
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly minimum?: number
  readonly maximum?: number
}

/** A key of a gateway. */
export interface Key {
  /** `providers.<provider>.timeout`, `routes.<name>.steps[].model` */
  readonly path: string
  readonly schema: Schema
  /** 1 at the top. */
  readonly depth: number
  /** The path of the key that says the same, where it is told. */
  readonly same: string | null
  /** It is the items of a list that are told there. */
  readonly isList: boolean
  readonly isRequired: boolean
  /** All examples of the schema. */
  readonly examples: readonly unknown[]
  /** The names of a closed map, where they are no settings. */
  readonly members: readonly { readonly name: string; readonly what: string }[]
  /** The first example, in place; `null` where there is none. */
  readonly yaml: string | null
}

/** Where a value stands: gives the whole gateway's part with this value in its place. */
type Around = (value: unknown) => unknown

/** What the schema cannot say: the names of maps, and what a key makes sense beside. */
const NAMES: { readonly [path: string]: string } = {
  providers: '<provider>',
  routes: '<name>',
  prices: '<provider>/<model>',
}
const VLLM = { dialect: 'openai', url: 'https://vllm.example.com/v1' }
const BESIDE: { readonly [path: string]: { readonly slug?: string; readonly with?: object } } = {
  'authentication.tokens[].name': { with: { secret: 'SUPPORT_BOT_TOKEN' } },
  'cache.stale_while_revalidate': { with: { ttl: '1h' } },
  'cache.stale_if_error': { with: { ttl: '1h' } },
  'providers.<provider>.dialect': { slug: 'custom-vllm', with: VLLM },
  'providers.<provider>.private': { slug: 'custom-vllm', with: VLLM },
  'providers.<provider>.models': { slug: 'custom-vllm', with: VLLM },
  'providers.<provider>.deployment': { slug: 'azure-openai', with: { resource: 'my-resource' } },
  'routes.<name>.deadline': { with: { steps: ['groq/llama-3.3-70b-versatile', 'openai/gpt-4o-mini'] } },
  'routes.<name>.needs': { with: { steps: ['openai/gpt-4o-mini'] } },
}

/** Every key of a gateway. */
export function keysOf(root: Schema): readonly Key[] {
  const told = new Map<string, string>()
  const keys: Key[] = []

  const resolve = (part: Schema): Schema => {
    const name = part.$ref?.replace('#/$defs/', '')
    if (name === undefined) return part
    const { $ref: _, ...own } = part
    return { ...root.$defs?.[name], ...own, name }
  }
  const tell = (path: string, part: Schema, depth: number, isRequired: boolean, around: Around) => {
    const schema = expanded(resolve(part), resolve)
    const itemsToldAt = schema.items?.name === undefined ? undefined : told.get(schema.items.name)
    const same = told.get(schema.name ?? '') ?? itemsToldAt ?? null
    const [example] = schema.examples ?? []
    const isMap = isNames(schema)
    keys.push({
      path,
      schema,
      depth,
      same,
      isList: itemsToldAt !== undefined,
      isRequired,
      examples: schema.examples ?? [],
      members: isMap ? membersOf(schema) : [],
      yaml: example === undefined ? null : stringify(around(example), { lineWidth: 0 }),
    })
    if (same !== null) return
    if (schema.name !== undefined && hasKeys(schema)) told.set(schema.name, path)
    descend(path, schema, depth, path, around)
  }
  /** `owner`: the path of the last key above, which has a heading of its own. */
  const descend = (path: string, schema: Schema, depth: number, owner: string, around: Around): void => {
    for (const form of schema.anyOf ?? []) {
      descend(path, { ...form, examples: schema.examples ?? [] }, depth, owner, around)
    }
    if (schema.items !== undefined) {
      const item = expanded(resolve(schema.items), resolve)
      if (item.name !== undefined && hasKeys(item)) {
        if (told.has(item.name)) return
        told.set(item.name, owner)
      }
      descend(`${path}[]`, item, depth, owner, (value) => around([value]))
    } else if (isNames(schema) || isOpen(schema)) {
      const name = NAMES[path]
      const inner = Object.values(schema.patternProperties ?? {})[0] ?? schema.additionalProperties
      if (name === undefined || typeof inner !== 'object') return
      const below = `${path}.${name}`
      const known = Object.keys(firstMap(schema.examples) ?? {})[0] ?? 'openai'
      descend(below, expanded(resolve(inner), resolve), depth, owner, (value) =>
        around({ [slugOf(value) ?? known]: bare(value) }),
      )
    } else {
      tellAll(path, schema, depth, around)
    }
  }
  const tellAll = (path: string, schema: Schema, depth: number, around: Around) => {
    for (const [key, part] of Object.entries(schema.properties ?? {})) {
      const at = `${path}.${key}`
      const isRequired = schema.required?.includes(key) ?? false
      const beside = BESIDE[at]?.with ?? requiredOf(schema)
      const slug = BESIDE[at]?.slug ?? slugIn(resolve(part).description)
      tell(at, part, depth + 1, isRequired, (value) => around(named({ ...beside, [key]: value }, slug)))
    }
  }
  for (const [key, part] of Object.entries(root.properties ?? {})) {
    tell(key, part, 1, root.required?.includes(key) ?? false, (value) => ({ [key]: value }))
  }
  return keys
}

/** `anyOf` and lists with their references followed. */
function expanded(schema: Schema, resolve: (part: Schema) => Schema): Schema {
  return {
    ...schema,
    ...(schema.anyOf === undefined ? {} : { anyOf: schema.anyOf.map((form) => expanded(resolve(form), resolve)) }),
    ...(schema.items === undefined ? {} : { items: expanded(resolve(schema.items), resolve) }),
  }
}

function hasKeys(schema: Schema): boolean {
  return [schema, ...(schema.anyOf ?? [])].some(
    ({ properties, items, patternProperties }) =>
      properties !== undefined || patternProperties !== undefined || (items !== undefined && hasKeys(items)),
  )
}

/** A map whose keys are names that people give or choose, and no settings. */
function isNames({ patternProperties }: Schema): boolean {
  return patternProperties !== undefined
}

function isOpen({ additionalProperties }: Schema): boolean {
  return typeof additionalProperties === 'object'
}

function membersOf({ properties, patternProperties }: Schema): Key['members'] {
  const names = Object.entries(properties ?? {}).map(([name, { description = '' }]) => ({ name, what: description }))
  if (names.length === 0) return []
  const patterns = Object.values(patternProperties ?? {}).map(({ description = '' }) => ({
    name: 'custom-<name>',
    what: description,
  }))
  return [...names, ...patterns]
}

/** What must stand beside a key, of the example of what it is a key of. */
function requiredOf({ required = [], examples }: Schema): { readonly [key: string]: unknown } {
  const example = firstMap(examples)
  return Object.fromEntries(
    required.flatMap((key) => (example !== null && key in example ? [[key, example[key]]] : [])),
  )
}

function firstMap(examples: readonly unknown[] = []): { readonly [key: string]: unknown } | null {
  const found = examples.find((example) => typeof example === 'object' && example !== null && !Array.isArray(example))
  return (found as { readonly [key: string]: unknown } | undefined) ?? null
}

/** `azure-openai: the resource …` and `aws-bedrock, google-vertex-ai: …` say whose key it is. */
function slugIn(description = ''): string | null {
  return /^([a-z][a-z-]*(?<!s))(?:, [a-z-]+)*: /.exec(description)?.[1] ?? null
}

const SLUG = Symbol('the name that a map has it under')

function named(value: object, slug: string | null | undefined): object {
  return slug === null || slug === undefined ? value : Object.assign(value, { [SLUG]: slug })
}

function slugOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? (value as { [SLUG]?: string })[SLUG] : undefined
}

function bare(value: unknown): unknown {
  return slugOf(value) === undefined ? value : { ...(value as object), [SLUG]: undefined }
}
