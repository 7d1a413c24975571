// The bytes of a stream of server-sent events in, its events out, however the bytes were cut: in time linear in them. Lines end in CR, LF
// or CRLF; comments, ids and retries say nothing here. Source: the HTML standard, "Interpreting an event stream".

import type { Frame, Splitter } from '../dialects/dialect.ts'

/**
 * A splitter for one stream. An event without the blank line that ends it is given by `finish`, which a browser would not do: providers are
 * known to close right after their last line.
 */
export function sse(): Splitter {
  const decoder = new TextDecoder()
  /** The pieces of an unfinished line: joined once, when its end is there. */
  let pieces: string[] = []
  /** The text before ended with a CR: an LF that comes next belongs to it. */
  let isAfterReturn = false
  let event: string | null = null
  let data: string[] = []

  function push(text: string): readonly Frame[] {
    const frames: Frame[] = []
    if (text === '') return frames
    let start = isAfterReturn && text.startsWith('\n') ? 1 : 0
    isAfterReturn = text.endsWith('\r')
    const ends = /\r\n?|\n/g
    ends.lastIndex = start
    for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
      line(take(text.slice(start, end.index)), frames)
      start = ends.lastIndex
    }
    if (start < text.length) pieces.push(text.slice(start))
    return frames
  }

  function take(last: string): string {
    if (pieces.length === 0) return last
    const whole = pieces.join('') + last
    pieces = []
    return whole
  }

  function line(text: string, frames: Frame[]): void {
    if (text === '') {
      if (data.length > 0) frames.push({ event, data: data.join('\n') })
      event = null
      data = []
    } else if (text.startsWith('data:')) data.push(afterColon(text, 5))
    else if (text.startsWith('event:')) event = afterColon(text, 6) || null
    else if (text === 'data') data.push('')
  }

  return {
    push: (bytes) => push(decoder.decode(bytes, { stream: true })),
    // The first of these ends an unfinished line, the second the event.
    finish: () => push(`${decoder.decode()}\n\n\n`),
  }
}

/** What stands behind a field's colon, but for one space. */
function afterColon(line: string, start: number): string {
  return line.slice(line[start] === ' ' ? start + 1 : start)
}
