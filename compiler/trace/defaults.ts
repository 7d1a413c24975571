// The headers that go out unless the request has them: each with the value that goes out after all, and where that comes from.

import type { SourceNode } from '../1-read/tree.ts'
import { sentAs } from '../2-check/headers-of.ts'
import { isControl } from '../2-check/levels/stated.ts'
import { entriesOf, valueAt } from '../2-check/nodes.ts'
import type { Locate } from '../2-check/places.ts'
import type { Said, Sourced } from './origin.ts'
import type { Subject, Traced } from './subject.ts'

/** Those of the YAML, a route's step included, and those that the provider insists on; sorted by name. */
export function defaultHeaders({ root, locate }: Subject, { slug, node, row, said }: Traced): Said {
  const headers = new Map<string, Sourced<string>>(
    row.headers.map(([name, value]) => [name, { value, from: { kind: 'default' } }]),
  )
  for (const [name, it] of statedHeaders(root, '', locate)) headers.set(name, it)
  for (const [name, it] of statedHeaders(node, `providers.${slug}.`, locate)) headers.set(name, it)
  for (const [name, it] of said) {
    if (headers.has(name) || (it.from.kind === 'yaml' && !isControl(name))) headers.set(name, it)
  }
  return new Map([...headers].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function statedHeaders(owner: SourceNode | undefined, path: string, locate: Locate): Said {
  return new Map(
    entriesOf(valueAt(owner, 'headers')).flatMap((entry) => {
      const name = entry.key.toLowerCase()
      const from = { kind: 'yaml', place: locate(entry.keySpan), key: `${path}headers.${entry.key}` } as const
      return isControl(name) ? [] : [[name, { value: sentAs(entry) ?? '', from }] as const]
    }),
  )
}
