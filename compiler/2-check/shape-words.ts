// The words for shapes: kinds of values, places in a file, and examples, written as YAML would have them.

import type { SourceNode } from '../1-read/tree.ts'
import { either, quote } from '../diagnostics/words.ts'
import { definitionOf, schema as language, type Schema } from './schema.ts'

const kinds: { readonly [type: string]: string } = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  object: 'a map',
  array: 'a list',
  null: 'nothing',
}

/** What a value is: `text`, `a map`, `nothing`. */
export function kindOf(node: SourceNode): string {
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'list') return 'a list'
  if (node.value === null) return 'empty'
  if (typeof node.value === 'number' && !Number.isFinite(node.value)) return `\`${node.value}\``
  return typeof node.value === 'boolean' ? `\`${node.value}\`` : (kinds[typeof node.value] ?? typeof node.value)
}

/** What a schema asks for: `text or a number`. */
export function expectedBy(schema: Schema): string {
  if (schema === language.$defs?.duration) return 'a length of time'
  if (schema === language.$defs?.secretReference) return 'a map that names a secret'
  const wanted = schema.anyOf?.map(definitionOf) ?? [schema]
  return either([...new Set(wanted.flatMap(words))])
}

function words({ const: fixed, enum: allowed, type }: Schema): readonly string[] {
  if (fixed !== undefined) return [`\`${fixed}\``]
  if (Array.isArray(allowed)) return allowed.map((value) => `\`${value}\``)
  return [type ?? []].flat().map((name) => kinds[name] ?? name)
}

/** A place in a file: `"providers.openai.timeout"`; `The file` for all of it. */
export function nameOf(path: readonly string[]): string {
  return path.length === 0 ? 'The file' : quote(dotted(path))
}

/** Keys on the way to a place: `routes.chat[1].timeout`. */
export function dotted(path: readonly string[]): string {
  return path.reduce(
    (name, key) => (/^\d+$/.test(key) && name !== '' ? `${name}[${key}]` : `${name}${name === '' ? '' : '.'}${key}`),
    '',
  )
}

/** An example of a key's value from the schema, in one line of YAML; `null` where it gives none. A number is the place of a list's item. */
export function exampleOf(key: string | undefined, { examples }: Schema): string | null {
  const [example] = examples ?? []
  if (example === undefined || key === undefined) return null
  const line = /^\d+$/.test(key) ? `- ${inline(example)}` : inline({ [key]: example }).slice(2, -2)
  return `For example: \`${line}\`.`
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${key}: ${inline(item)}`).join(', ')} }`
  }
  return `${value}`
}
