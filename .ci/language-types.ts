// Comes in: a part of the schema. Goes out: its type in words that a reader of YAML has: `on` or `off`, whole number from 1 to 5.

import type { Schema } from './language-keys.ts'

/** The type of a key, in Markdown. */
export function typeOf(schema: Schema): string {
  if (schema.name === 'duration') return '[duration](#values)'
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(', or ')
  if (schema.const !== undefined) return `\`${schema.const}\``
  if (schema.enum !== undefined) return choices(schema.enum.map((choice) => `\`${choice}\``))
  if (Array.isArray(schema.type)) return choices(schema.type.map((type) => words[type] ?? type))
  switch (schema.type) {
    case 'string':
      return schema.name === 'secretName' ? 'name of a secret' : 'text'
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'whole number' : 'number'}${range(schema)}`
    case 'boolean':
      return '`true` or `false`'
    case 'array':
      return `list: ${typeOf(schema.items ?? {})}`
    default:
      return 'map'
  }
}

const words: { readonly [type: string]: string } = { string: 'text', number: 'number', boolean: '`true` or `false`' }

function range({ minimum, maximum }: Schema): string {
  const [low, high] = [minimum, maximum].map((value) => value?.toLocaleString('en-US'))
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`
  if (low !== undefined) return `, ${low} or more`
  return high === undefined ? '' : `, ${high} at most`
}

function choices(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}
