// What one gateway's YAML names -> a type literal, a member a line: `Names` of the client's code is the shape of it.

import type { GatewayRecord } from '../../../runtime/records.ts'
import type { GatewayPlan } from '../../3-plan/ir.ts'
import { memberName, text } from '../../literal.ts'

const ROUTE = 'dynamic/'
const METADATA = 'metadata.'
/** Of a list on one line. */
const MOST_WIDTH = 90

/** Everything sorted, so that the same YAML gives the same text. */
export function namesType({ record, client: { dialects, closed } }: GatewayPlan): string {
  const slugs = Object.keys(dialects)
  const spoken = [...new Set(Object.values(dialects))]
    .sort()
    .flatMap((dialect) =>
      dialect === null ? [] : [`${memberName(dialect)}: ${union(slugs.filter((slug) => dialects[slug] === dialect))}`],
    )
  return `{
    routes: ${union(Object.keys(record.routes))}
    models: ${union(record.models.filter((name) => !name.startsWith(ROUTE)))}
    open: ${union(slugs.filter((slug) => !closed.includes(slug)))}
    providers: ${union(slugs)}
    speaking: ${members(spoken)}
    tokens: ${union(record.tokens?.map(({ name }) => name) ?? [])}
    metadata: ${union(metadataKeys(record))}
  }`
}

/** String literals, sorted, each once; too many for a line stand one below the other. */
export function union(names: readonly string[]): string {
  const literals = [...new Set(names)].sort().map(text)
  const line = literals.join(' | ')
  if (literals.length === 0) return 'never'
  return line.length < MOST_WIDTH ? line : literals.map((literal) => `\n      | ${literal}`).join('')
}

function members(stated: readonly string[]): string {
  const line = stated.join('; ')
  return line.length < MOST_WIDTH ? `{ ${line} }` : `{${stated.map((member) => `\n      ${member}`).join('')}\n    }`
}

/** Keys that something is counted by, or that a header states. */
function metadataKeys({ limit, providers, observed }: GatewayRecord): readonly string[] {
  const counted = [limit, ...Object.values(providers).map((provider) => provider.limit), ...(observed?.budgets ?? [])]
  const keys = counted.flatMap((each) => (each?.by.startsWith(METADATA) ? [each.by.slice(METADATA.length)] : []))
  const stated = Object.values(providers).flatMap(({ controls: { 'cf-aig-metadata': said } }) =>
    said === undefined ? [] : keysIn(said),
  )
  return [...keys, ...stated]
}

function keysIn(json: string): readonly string[] {
  try {
    return Object.keys(Object(JSON.parse(json)))
  } catch {
    return []
  }
}
