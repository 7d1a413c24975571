// A request, what was understood of it, and what was named as lost: what is unfair about the names out.

import type { ChatRequest } from '../../runtime/dialects/chat.ts'
import { facts } from './dialects-facts.ts'

/** What is lost without a name, and names of what is there. */
export function unfair(
  before: ChatRequest,
  after: ChatRequest,
  named: ReadonlySet<string>,
  body: string,
): readonly string[] {
  // An empty list asks for nothing.
  const extras = Object.keys(before.extras).filter((name) => JSON.stringify(before.extras[name]) !== '[]')
  const ofExtras = extras.filter((name) => name in after.extras === named.has(name))
  const fates = Object.entries(facts).map(([what, { names, fate }]) => ({
    what,
    names,
    fate: fate(before, after, body),
  }))
  const silent = fates.filter(({ names, fate }) => fate === 'lost' && ![...named].some((name) => names.test(name)))
  const wrong = [...named].filter(
    (name) => !(name in before.extras) && !fates.some(({ names, fate }) => fate !== 'kept' && names.test(name)),
  )
  return [
    ...ofExtras.map((name) => `${name}: passed on and named, or neither`),
    ...silent.map(({ what }) => `${what}: lost in silence`),
    ...wrong.map((name) => `${name}: named, and there`),
  ]
}
