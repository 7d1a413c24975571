// Comes in: an emitted workerd.capnp. Goes out: the same in a file beside it, but for where the Worker's fetches go:
// to one upstream on loopback, in proxy style, which puts the absolute URL into the request line.

import { readFileSync, writeFileSync } from 'node:fs'

/** Writes the variant and returns its path. */
export function capturing(capnpPath: string, port: number): string {
  const text = readFileSync(capnpPath, 'utf8')
  const service = `(name = "internet", external = (address = "127.0.0.1:${port}", http = (style = proxy)))`
  const path = capnpPath.replace(/\.capnp$/, '.capture.capnp')
  writeFileSync(path, replaceService(text, 'internet', service))
  return path
}

function replaceService(text: string, name: string, replacement: string): string {
  const named = new RegExp(`\\(\\s*name = "${name}"`).exec(text)
  if (named === null) throw new Error(`The capnp has no service "${name}"`)
  return text.slice(0, named.index) + replacement + text.slice(closing(text, named.index) + 1)
}

/** Where the parenthesis that opens at `start` closes; parentheses in strings and comments do not count. */
function closing(text: string, start: number): number {
  let depth = 0
  const tokens = /"(?:[^"\\]|\\.)*"|#[^\n]*|[()]/g
  tokens.lastIndex = start
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '(') depth += 1
    if (token[0] === ')') depth -= 1
    if (depth === 0) return token.index
  }
  throw new Error('The capnp has an unclosed parenthesis')
}
