// Where providers and secrets stand, for the comments in emitted code.

import type { SourceNode } from '../1-read/tree.ts'
import type { Span } from '../diagnostics/diagnostic.ts'
import { positionAt } from '../diagnostics/position.ts'
import type { CheckedGateway, Place } from './config.ts'
import { entriesOf, entryOf, itemsOf, providersOf, textOf, valueAt } from './nodes.ts'

/** From spans to places: knows the texts by path. */
export type Locate = (span: Span) => Place

/** Line and column of a span's start. */
export function locator(texts: ReadonlyMap<string, string>): Locate {
  return ({ file, start }) => ({ file, ...positionAt(texts.get(file) ?? '', start) })
}

/** Where each provider's key stands, by slug. */
export function providerPlaces(root: SourceNode, locate: Locate): CheckedGateway['providerPlaces'] {
  return Object.fromEntries(providersOf(root).map(({ key, keySpan }) => [key, locate(keySpan)]))
}

/** Every mention of a secret's name, in the order of the merged tree. */
export function secretPlaces(root: SourceNode, locate: Locate): CheckedGateway['secretPlaces'] {
  return secretNames(root).map(({ name, span }) => ({ name, place: locate(span) }))
}

/** The keys below which there are tokens. */
export const tokenLists = ['authentication', 'admin'] as const

/** Every secret's name that is mentioned, and where. */
export function secretNames(root: SourceNode): readonly { readonly name: string; readonly span: Span }[] {
  const tokens = tokenLists.flatMap((key) => itemsOf(valueAt(root, key, 'tokens')))
  const references = providersOf(root).flatMap(({ value }) => [
    ...[entryOf(value, 'key')?.value ?? []].flat(),
    ...entriesOf(valueAt(value, 'keys')).map((entry) => entry.value),
  ])
  const collectors = itemsOf(valueAt(root, 'otel')).flatMap((collector) =>
    entriesOf(valueAt(collector, 'headers')).map((entry) => entry.value),
  )
  return [...tokens, ...references, ...collectors].flatMap((node) => {
    const secret = valueAt(node, 'secret')
    const name = textOf(secret)
    return secret === undefined || name === null ? [] : [{ name, span: secret.span }]
  })
}
