// No document holds a secret: keys and tokens are named. Looks at whole documents, so that fragments nobody uses count too.

import type { Document, SourceNode } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { holdsKey, isReference, looksRandom } from '../../diagnostics/secrets.ts'
import { nameOf } from '../shape-words.ts'

/** Headers that carry a credential and nothing else. */
const credentialHeader =
  /^(authorization|proxy-authorization|api-key|x-api-key|x-goog-api-key|xi-api-key|x-auth-token|cookie|cf-aig-authorization|cf-access-client-secret)$/i
/** Keys that people give to secrets. `key` and `keys` are the language's own. */
const secretKey = /^(key|.*[-_]key|apikey|.*token|.*[-_]secret|.*passw(or)?d|credentials?)$/i
const secretParameter = /[?&;](key|[\w-]*(api[-_]?key|token|secret|password|sig(nature)?))=[^&#]/i

const advice = {
  key: 'Write `{ secret: NAME }`, and give the value as that secret.',
  header: 'Store it as the provider’s `key: { secret: NAME }`, which is sent where the provider expects it.',
  name: 'Write the secret’s name, such as `OPENAI_API_KEY`, and give the value as that secret.',
  other: 'Remove it, and give the value as a secret: `key: { secret: NAME }`.',
} as const

/** Every value that is a key, or stands where only a key would. */
export function* literalSecrets({ root }: Document): Iterable<Diagnostic> {
  if (root !== null) yield* walk(root, [])
}

// An alias is looked at wherever it is used: what is a word in one place is a key in another.
function* walk(node: SourceNode, path: readonly string[]): Iterable<Diagnostic> {
  switch (node.kind) {
    case 'scalar': {
      const found = typeof node.value === 'string' ? secretIn(node.value, path) : null
      if (found !== null) yield diagnose('literal-secret', { name: nameOf(path), advice: advice[found] }, node.span)
      return
    }
    case 'list':
      for (const [index, item] of node.items.entries()) yield* walk(item, [...path, `${index}`])
      return
    case 'map':
      for (const { key, keySpan, value } of node.entries) {
        if (holdsKey(key)) yield diagnose('literal-secret', { name: 'This key', advice: advice.other }, keySpan)
        yield* walk(value, [...path, key])
      }
      return
    default:
      node satisfies never
  }
}

/** What kind of place holds a secret; `null` where the value is none. */
function secretIn(value: string, path: readonly string[]): keyof typeof advice | null {
  const key = path.at(-1) ?? ''
  const above = path.at(-2)
  if (value === '' || key === 'sha256') return null
  if (above === 'headers') {
    const named = credentialHeader.test(key) || (secretKey.test(key) && looksRandom(value))
    if (!named && !holdsKey(value)) return null
    return path[0] === 'otel' ? 'key' : 'header'
  }
  if (key === 'secret') return holdsKey(value) || looksRandom(value) ? 'name' : null
  if (path.length === 1 && key === 'authentication') return looksRandom(value) ? 'name' : null
  // A bare name where `{ secret: NAME }` belongs is the shape's business.
  if (isReference(value)) return null
  if (key === 'key' || above === 'keys') return 'key'
  if (above === 'tokens' && /^\d+$/.test(key)) return 'name'
  if (secretKey.test(key)) return 'other'
  return holdsKey(value) || (key === 'url' && secretParameter.test(value)) ? 'other' : null
}
