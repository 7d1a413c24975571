// JSON as it passes -> the value that it is, or, of one too large to be held, what it says of usage at its beginning or its end: what is large
// there are pictures and vectors.

import type { AnswerReader } from './answer-reader.ts'
import { type Ears, type Hearing, lastPlaceIn, parsed } from './hearing.ts'

/** As much as is held whole, in characters. */
const MOST_WHOLE = 256 * 1024
/** Of a larger one, of each of its ends. */
const MOST_END = 64 * 1024
/** Where vendors put their counts. */
const PLACES = /"(?:usage\w*|meta|metadata|x_groq)"\s*:\s*\{/g

/** `isFailure`: an answer that is an error is worth parsing in any case. */
export function hearJson({ all }: Ears, { hear }: Hearing, isFailure: boolean): AnswerReader {
  const decoder = new TextDecoder()
  let text = ''
  /** The beginning of one that is too large; then `text` is its end. */
  let head: string | null = null

  function take(more: string): void {
    text += more
    if (head === null && text.length > MOST_WHOLE) head = text.slice(0, MOST_END)
    if (head !== null && text.length > 2 * MOST_END) text = text.slice(-MOST_END)
  }

  return {
    read: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end() {
      take(decoder.decode())
      if (head !== null) {
        hear(lastCounts(text, all) ?? lastCounts(head, all))
        return { head, isWhole: /[}\]]\s*$/.test(text) }
      }
      const isWorthIt = isFailure || lastPlaceIn(text, all) !== null
      const said = isWorthIt ? parsed(text) : null
      hear(said)
      const isWhole = isWorthIt ? said !== undefined : /[}\]"\w]\s*$/.test(text)
      return { head: text, isWhole }
    },
  }
}

/** The last object of a text that is a part of JSON in which anything is sought, by its name; `null`: none. */
export function lastCounts(text: string, patterns: readonly RegExp[]): unknown {
  const at = lastPlaceIn(text, patterns)
  if (at === null) return null
  const place = Array.from(text.matchAll(PLACES)).findLast(({ index }) => index <= at)
  if (place === undefined) return null
  const { index } = place
  const end = endOf(text, index + place[0].length)
  return end === null ? null : parsed(`{${text.slice(index, end)}}`)
}

/** Behind the brace that closes an object, from within it; `null`: it is not there. */
function endOf(text: string, from: number): number | null {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}]/g
  tokens.lastIndex = from
  let depth = 1
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '{') depth++
    if (token[0] === '}' && --depth === 0) return tokens.lastIndex
  }
  return null
}
