// A hash does not stand for a token that anyone would guess.

import { createHash } from 'node:crypto'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { itemsOf, textOf, valueAt } from '../nodes.ts'
import { tokenLists } from '../places.ts'
import type { GatewayTree } from '../rules.ts'

// What people try out with, and what a variable that is not set comes to, with and without a line break.
const words = ['', '1234', '12345678', '123456789', 'admin', 'changeme', 'hello', 'password', 'secret', 'test', 'token']
const guesses = new Set(words.flatMap((word) => [word, `${word}\n`]).map(sha256))

/** Tokens whose `sha256` is that of an empty text or of a well-known word. */
export function* weakTokens({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const token of tokenLists.flatMap((key) => itemsOf(valueAt(root, key, 'tokens')))) {
    const hash = valueAt(token, 'sha256')
    if (hash === undefined || !guesses.has(textOf(hash) ?? '')) continue
    yield diagnose('weak-token', { name: textOf(valueAt(token, 'name')) ?? 'unnamed' }, hash.span)
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
