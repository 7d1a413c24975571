// What is wrong with a value by a JSON Schema, of which just the keywords are known that universal.schema.json uses: ajv's code for it
// weighs six times as much. Says it in ajv's words; test/properties/shape.test.ts holds the two equal.

/** A schema of these keywords. */
export interface Shape {
  readonly type?: string | readonly string[]
  readonly required?: readonly string[]
  readonly properties?: { readonly [name: string]: Shape }
  readonly additionalProperties?: Shape
  readonly items?: Shape
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/** The first thing that is wrong, and where: `path` is a JSON pointer without its first slash. `null`: nothing. */
export function complaintOf(
  value: unknown,
  shape: Shape,
  path: readonly string[] = [],
): { path: readonly string[]; message: string } | null {
  const message = wrong(value, shape)
  if (message !== null) return { path, message }
  for (const [name, member] of Object.entries(value !== null && typeof value === 'object' ? value : {})) {
    const { items, properties = {}, additionalProperties } = shape
    const below = Array.isArray(value)
      ? items
      : Object.hasOwn(properties, name)
        ? properties[name]
        : additionalProperties
    const found = below === undefined || member === undefined ? null : complaintOf(member, below, [...path, name])
    if (found !== null) return found
  }
  return null
}

/** Of the value itself, not of what is in it. */
function wrong(value: unknown, { type = [], required = [], enum: allowed, pattern, ...limits }: Shape): string | null {
  const { minimum = -Infinity, maximum = Infinity, minItems = 0, maxItems = Infinity } = limits
  const types = [type].flat()
  if (types.length > 0 && !types.some((name) => isOf(value, name))) return `must be ${types.join(',')}`
  if (allowed?.includes(value) === false)
    return `must be equal to one of the allowed values: ${allowed.map(String).join(', ')}`
  if (typeof value === 'string')
    return pattern === undefined || new RegExp(pattern).test(value) ? null : `must match pattern "${pattern}"`
  if (typeof value === 'number')
    return value > maximum ? `must be <= ${maximum}` : value < minimum ? `must be >= ${minimum}` : null
  if (Array.isArray(value)) {
    if (value.length > maxItems) return `must NOT have more than ${maxItems} items`
    return value.length < minItems ? `must NOT have fewer than ${minItems} items` : null
  }
  const missing = required.find((name) => (value as { readonly [name: string]: unknown })[name] === undefined)
  return missing === undefined ? null : `must have required property '${missing}'`
}

function isOf(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type === 'null') return value === null
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}
