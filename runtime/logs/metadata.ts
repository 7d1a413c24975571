// What a request says of itself in `cf-aig-metadata`, else the YAML for it: read here for the log, for limits and for budgets. Promises
// that an entry that cannot be kept is named, and takes no other with it. Source: the wire contract, "headers" and "traffic" 5.14.

import type { Attempt } from '../exchange.ts'
import type { Metadata } from './row.ts'

const HEADER = 'cf-aig-metadata'
const MOST_ENTRIES = 5
/** Its names are the platform's. */
const RESERVED = 'cf.'
/** Names come from the client and go into a header. */
const UNPRINTABLE = /[^\w.-]/g
const MOST_CHARACTERS = 64

/** What is kept, and what `cf-aig-dropped` is to name. */
export interface Tags {
  readonly metadata: Metadata
  readonly dropped: readonly string[]
}

/** The first five entries that can be kept, in order: strings, numbers and booleans under names that are not reserved. */
export function metadataOf({ headers, provider }: Pick<Attempt, 'headers' | 'provider'>): Tags {
  const text = headers.get(HEADER) ?? provider.controls[HEADER] ?? ''
  if (text.trim() === '') return { metadata: {}, dropped: [] }
  const said = parsed(text)
  if (said === null) return { metadata: {}, dropped: ['metadata'] }
  const able = Object.entries(said).filter(isAble)
  const kept = able.slice(0, MOST_ENTRIES)
  const dropped = Object.keys(said).filter((name) => kept.every(([key]) => key !== name))
  return { metadata: Object.fromEntries(kept), dropped: dropped.map(told) }
}

/** The value of one entry; `null`: there is none. */
export function metadataValue(attempt: Pick<Attempt, 'headers' | 'provider'>, name: string): string | null {
  const { metadata } = metadataOf(attempt)
  return Object.hasOwn(metadata, name) ? String(metadata[name]) : null
}

function parsed(text: string): object | null {
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'object' && said !== null && !Array.isArray(said) ? said : null
  } catch {
    return null
  }
}

function isAble(entry: [string, unknown]): entry is [string, string | number | boolean] {
  const [name, value] = entry
  return !name.startsWith(RESERVED) && ['string', 'number', 'boolean'].includes(typeof value)
}

function told(name: string): string {
  return `metadata.${name.slice(0, MOST_CHARACTERS).replace(UNPRINTABLE, '?')}`
}
