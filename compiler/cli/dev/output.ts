// From what workerd writes to what a person should read: a line for each request, and of its complaints the sentence that
// says something. Nothing real is hidden: a line is dropped only where another has said it.

import { paint, type Style, type Terminal } from '../io.ts'
import { REQUEST_MARK } from './front.ts'

/** A line of workerd's stdout: a request, or what the Worker itself had to say. */
export function requestLine(line: string, now: Date, terminal: Terminal): string {
  if (!line.startsWith(REQUEST_MARK)) return line
  const { method, path, status, ms } = JSON.parse(line.slice(REQUEST_MARK.length))
  const time = paint(terminal, 'dim', now.toTimeString().slice(0, 8))
  const outcome = status === 0 ? 'failed' : `${status}`
  return `${time}  ${method} ${path}  ${paint(terminal, styleOf(status), outcome)}  ${ms} ms`
}

function styleOf(status: number): Style {
  if (status >= 500 || status === 0) return 'red'
  return status >= 400 ? 'yellow' : 'green'
}

/** Makes a filter for the lines of workerd's stderr; `null` for a line that adds nothing. */
export function complaintFilter(): (line: string) => string | null {
  const told = new Set<string>()
  return (line) => {
    const internal = /^stack: .*\bwdErrId = (\w+)/.exec(line)
    if (internal?.[1] !== undefined) {
      // The cause stood in the line before. What workerd throws for it names only this id.
      told.add(internal[1])
      return null
    }
    const reference = /internal error; reference = (\w+)/.exec(line)?.[1]
    if (reference !== undefined && told.delete(reference)) return null
    return line
      .replace(/^workerd\/[\w/.+-]+:\d+: (?:error|warning|info): /, '')
      .replace(/^e = /, '')
      .replace(/\b(?:workerd|rust|kj|capnp)\/[\w/.+-]+:\d+: failed: /g, '')
      .replace(/\bremote\.(?:jsg\.)?/g, '')
      .replace(/\bjsg\.(\w*Error)/g, '$1')
  }
}
