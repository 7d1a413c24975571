// `gatewright explain <code>`: what a code means, why it is not let pass, and an example put right.

import { type Code, catalog, codes } from './catalog.ts'
import type { Example } from './entry.ts'
import { printable } from './words.ts'

const widest = 100

/** The explanation of a code, as plain text; `null` for a code there is not. */
export function explain(code: string): string | null {
  if (!isCode(code)) return null
  const { severity, what, why, before, after, encoding } = catalog[code]
  return [
    `${severity}[${code}]`,
    '',
    what,
    '',
    why,
    '',
    `Before${encoding === undefined ? '' : ` (saved as ${encoding}, not UTF-8)`}:`,
    '',
    ...show(before),
    'After:',
    '',
    ...show(after),
  ].join('\n')
}

/** The files of an example. */
export function exampleFiles(example: Example): { readonly [file: string]: string } {
  return typeof example === 'string' ? { 'support.yaml': example } : example
}

function isCode(code: string): code is Code {
  return (codes as readonly string[]).includes(code)
}

function show(example: Example): readonly string[] {
  return Object.entries(exampleFiles(example)).flatMap(([file, text]) => [
    `    # ${file}`,
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `    ${short(printable(line))}`.trimEnd()),
    '',
  ])
}

function short(line: string): string {
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line
}
