// Server-sent events, or lines of JSON, as they pass -> those that are worth parsing, and whether the stream ends as its kind does. A
// chunk in which nothing is sought is not taken apart.

import { LAST_WORDS } from '../cache/complete.ts'
import type { SkippingReader } from './ends.ts'
import { lastCounts } from './hear-json.ts'
import { type Ears, type Hearing, look, parsed } from './hearing.ts'

/** An event that is larger is passed over: the largest hold a picture. */
const MOST_CHARACTERS = 16 * 1024 * 1024
const MOST_HEAD = 4096
/** A stream may begin with comments, or with an event that is not yet of its kind: it says what it is in one of so many chunks. */
const MOST_BEGINNINGS = 4

/** `between` is what separates two of them: a blank line, or a line's end. */
export function hearEvents({ own, all }: Ears, { hear, heard }: Hearing, between: '\n\n' | '\n'): SkippingReader {
  const decoder = new TextDecoder()
  /** The pieces of what has not ended: joined once, when its end is there. */
  let pieces: string[] = []
  let held = 0
  let head = ''
  let listened = 0
  /** What the stream ends with; `null`: it is of no kind that is known. */
  let lastWords: RegExp | null = null
  let isEnded = false
  /** A vendor that speaks another dialect than its own shows it at the beginning or at the end. */
  let patterns = all
  let latest = ''
  /** The next one has lost its beginning. */
  let isTorn = false

  function take(decoded: string): void {
    const text = (pieces.at(-1)?.endsWith('\r') ? (pieces.pop() ?? '') : '') + decoded
    const lines = text.includes('\r') ? text.replace(/\r\n|\r(?!$)/g, '\n') : text
    // The separator may be cut.
    const last = pieces.at(-1) ?? ''
    const overlap = between.length > 1 && last.endsWith('\n') ? '\n' : ''
    const end = (overlap + lines).lastIndexOf(between)
    if (end < 0) {
      hold(lines)
      return
    }
    const cut = end + between.length - overlap.length
    const whole = pieces.join('') + lines.slice(0, cut)
    pieces = []
    held = 0
    hold(lines.slice(cut))
    listen(whole)
  }

  function hold(text: string): void {
    if (text === '') return
    held += text.length
    if (held > MOST_CHARACTERS) pieces = []
    pieces.push(text)
  }

  /** Of an event without its beginning only the counts can be understood; whoever tells them is about to end. */
  function mend(torn: string): string {
    const end = torn.indexOf(between)
    const cut = end < 0 ? torn.length : end + between.length
    const counts = lastCounts(torn.slice(0, cut), all)
    if (counts !== null) {
      hear(counts)
      isEnded = true
    }
    isTorn = false
    return torn.slice(cut)
  }

  function listen(came: string): void {
    const whole = isTorn ? mend(came) : came
    if (listened === 0) head = whole.slice(0, MOST_HEAD)
    if (lastWords === null && listened < MOST_BEGINNINGS) {
      lastWords = LAST_WORDS.find(([begins]) => whole.includes(begins))?.[1] ?? null
    }
    isEnded ||= lastWords?.test(whole) === true
    latest = whole
    hearIn(whole)
    if (listened++ === 0 && own.length > 0 && heard().usage === null) patterns = own
  }

  function hearIn(whole: string): void {
    look(whole, patterns, (index) => {
      const start = whole.lastIndexOf(between, index)
      const end = whole.indexOf(between, index)
      const event = whole.slice(start < 0 ? 0 : start + between.length, end < 0 ? whole.length : end)
      hear(parsed(between === '\n' ? event : dataOf(event)))
      return end < 0 ? whole.length : end
    })
  }

  return {
    read: (bytes) => take(decoder.decode(bytes, { stream: true })),
    skip() {
      decoder.decode()
      pieces = []
      held = 0
      isTorn = true
    },
    end() {
      take(decoder.decode())
      const rest = pieces.join('').replaceAll('\r', '\n')
      pieces = []
      if (rest.trim() !== '') listen(rest)
      if (patterns !== all && heard().usage === null) {
        patterns = all
        hearIn(latest)
      }
      // Providers are known to close right after their last line.
      const isCut = rest.trim() !== '' && !/\n$|\[DONE\]$/.test(rest) && between !== '\n'
      return { head, isWhole: (lastWords === null || isEnded) && !isCut }
    },
  }
}

function dataOf(event: string): string {
  return Array.from(event.matchAll(/^data: ?(.*)$/gm), ([, data]) => data).join('\n')
}
