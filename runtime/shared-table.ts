// A routing table whose lines refer to what they share: in bundles of many gateways, table.ts's place is taken by this. Shared values are
// lines of their own, `#number`, parsed when the first line that refers to them is. compiler/4-emit/sharing.ts writes it.

import { openTable } from './table.ts'

/** Half of what is remembered. A line takes about 500 bytes here, where a whole one takes 3,000. */
const ROOM = 10_000

/** Where it stands in a line: `[7]` is the value of line `#7`, and `[7, { … }]` the same with other properties in it. No list begins with a number else. */
type Reference = readonly [number: number, own?: object]

/** Gives what {@link openTable} gives of the same table written plainly. What lines share is one object. */
export function openSharedTable(text: string): (key: string) => unknown {
  const read = (json: string) => resolve(JSON.parse(json))
  const lookUp = openTable(text, read, ROOM)
  const shared = openTable(text, read, ROOM)

  function resolve(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (isReference(value)) {
      const [number, own] = value
      const common = shared(`#${number}`)
      return own === undefined ? common : { ...(common as object), ...(resolve(own) as object) }
    }
    // An own `__proto__`, which JSON may have, stays one: what is assigned to is there.
    for (const [key, inner] of Object.entries(value)) (value as { [key: string]: unknown })[key] = resolve(inner)
    return value
  }

  // What is shared is no gateway, whoever asks for it by name.
  return (key) => (key.startsWith('#') ? undefined : lookUp(key))
}

function isReference(value: object): value is Reference {
  return Array.isArray(value) && typeof value[0] === 'number'
}
