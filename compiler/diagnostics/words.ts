// How values from a file are put into a sentence: in quotes, on one line, short, and never with a key in it.

import { mask } from './secrets.ts'

const longest = 60

/** A value in quotes: control characters shown as escapes, cut after 60 characters. Masked before it is cut. */
export function quote(value: string): string {
  const shown = [...printable(mask(value))]
  return `"${shown.length > longest ? `${shown.slice(0, longest - 1).join('')}…` : shown.join('')}"`
}

/** A list in words: `a, b or c`. */
export function either(items: readonly string[]): string {
  const last = items.at(-1)
  if (last === undefined) return 'nothing'
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} or ${last}`
}

/** A count with its noun: `1 error`, `2 errors`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}

/** `Did you mean "a" or "b"?`, nearest first; `null` where nothing is near. */
export function didYouMean(nearest: readonly string[]): string | null {
  return nearest.length === 0 ? null : `Did you mean ${either(nearest.map(quote))}?`
}

/** The same text with every character that is not printable as a visible escape. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}

// Controls, line separators, directional overrides (which would reorder what a reader sees) and lone surrogates.
const unprintable = /\p{Cc}|\p{Cs}|[\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu
