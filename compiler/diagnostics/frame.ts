// A code frame: the line a span begins on, one line before and after, and the span underlined.
// Secrets are hidden and control characters replaced before anything is measured, so neither shows in the shape.

import type { Span } from './diagnostic.ts'
import { lineStarts, lineText, positionAt } from './position.ts'
import { hidden, type Range } from './secrets.ts'

/** The pieces of a frame, so that a caller may colour them. */
export interface FrameLine {
  /** The line's number; `null` for the underline. */
  readonly line: number | null
  readonly text: string
}

/** Columns a line of source may take before it is cut. */
const widest = 108
/** Columns kept before the span where a long line is cut. */
const lead = 24

/** The lines of a frame. `secrets` are the ranges of `text` that must not be shown, sorted. */
export function frame(text: string, span: Span, secrets: readonly Range[]): readonly FrameLine[] {
  const { line } = positionAt(text, span.start)
  const cells = cellsOf(text, line, secrets)
  const first = cells.findIndex((cell) => cell.end > span.start)
  const from = columnsOf(first === -1 ? cells : cells.slice(0, first))
  const covered = cells.filter((cell) => cell.end > span.start && cell.start < span.end)
  const underline = Math.max(1, columnsOf(covered))
  const cut = columnsOf(cells) > widest && from + underline > widest ? Math.max(0, from - lead) : 0
  const marks = '^'.repeat(Math.max(1, Math.min(underline, widest - (from - cut))))
  const around = (number: number, skip: number): FrameLine => ({
    line: number,
    text: cutLine(cellsOf(text, number, secrets), skip),
  })
  return [
    ...(line > 1 ? [around(line - 1, 0)] : []),
    around(line, cut),
    { line: null, text: ' '.repeat(from - cut) + marks },
    ...(line < lineStarts(text).length && (line + 1 < lineStarts(text).length || lineText(text, line + 1) !== '')
      ? [around(line + 1, 0)]
      : []),
  ]
}

/** What is shown for one character, or for one hidden stretch. */
interface Cell {
  readonly text: string
  readonly columns: number
  readonly start: number
  readonly end: number
}

function cellsOf(text: string, line: number, secrets: readonly Range[]): readonly Cell[] {
  const start = lineStarts(text)[line - 1] ?? text.length
  const end = start + lineText(text, line).length
  const ranges = secrets.filter((range) => range[0] < end && range[1] > start)
  const cells: Cell[] = []
  let at = start
  let next = 0
  while (at < end) {
    const range = ranges[next]
    if (range !== undefined && range[0] <= at) {
      const until = Math.min(range[1], end)
      next += 1
      cells.push({ text: hidden, columns: hidden.length, start: at, end: until })
      at = until
    } else {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
      cells.push({ ...shown(character), start: at, end: at + character.length })
      at += character.length
    }
  }
  return cells
}

function shown(character: string): { text: string; columns: number } {
  if (character === '\t') return { text: '  ', columns: 2 }
  if (unprintable.test(character)) return { text: '�', columns: 1 }
  if (combining.test(character)) return { text: character, columns: 0 }
  return { text: character, columns: wide.test(character) ? 2 : 1 }
}

const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u
const combining = /\p{Mn}|\p{Me}|\u200d|\ufe0f/u
// Characters that terminals draw two columns wide.
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u

function cutLine(cells: readonly Cell[], skip: number): string {
  let column = 0
  let text = ''
  let cut = false
  for (const cell of cells) {
    if (column >= skip && column + cell.columns <= skip + widest) text += cell.text
    else if (column > skip) cut = true
    column += cell.columns
  }
  return `${skip > 0 ? `…${text.slice(1)}` : text}${cut ? '…' : ''}`.trimEnd()
}

function columnsOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.columns, 0)
}
