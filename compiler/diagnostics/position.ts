// From an offset in a text to its line and column, both from 1. Columns count UTF-16 units, as editors do.

/** A place in a text, counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

const starts = new Map<string, readonly number[]>()

/** Where an offset stands. An offset beyond the text is the text's end. */
export function positionAt(text: string, offset: number): Position {
  const lines = lineStarts(text)
  const at = Math.min(Math.max(offset, 0), text.length)
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((lines[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: at - (lines[low] ?? 0) + 1 }
}

/** Offsets at which lines begin; the first is 0. Remembered for the text asked for last: questions come file by file. */
export function lineStarts(text: string): readonly number[] {
  const known = starts.get(text)
  if (known !== undefined) return known
  const found = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found.push(at + 1)
  starts.clear()
  starts.set(text, found)
  return found
}

/** A line without its line break. */
export function lineText(text: string, line: number): string {
  const lines = lineStarts(text)
  const start = lines[line - 1] ?? text.length
  const end = lines[line] ?? text.length
  return text.slice(start, end).replace(/\r?\n$/, '')
}
