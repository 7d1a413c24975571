// Plain JSON -> a few characters that stand for it: what is compared and need not be read.

import { createHash } from 'node:crypto'

/** Twelve characters of the SHA-256 of the value as JSON. Not for secrets that could be guessed: the value can be tried. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)
}
