// Diagnostics of keys that are not known or not there.

import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/suggest.ts'
import { either, quote } from '../diagnostics/words.ts'
import { entryOf } from './nodes.ts'
import { keysOf, resolve } from './schema.ts'
import type { Finding, Subject } from './shape.ts'
import { exampleOf, nameOf } from './shape-words.ts'
import { slugs, slugsMeantBy } from './vendors.ts'

/** A key that its map does not have; under `providers` and `keys` the key is a name, and the code another. */
export function unknownKey({ error, path, node, keySpan }: Finding, subject: Subject): Diagnostic {
  const key = `${error.params.additionalProperty}`
  const span = entryOf(node, key)?.keySpan ?? keySpan
  if (subject.role === 'gateway' && path.length === 1 && path[0] === 'providers') {
    return diagnose('unknown-provider', { slug: key, nearest: slugsMeantBy(key) ?? nearest(key, slugs) }, span)
  }
  if (path.length === 3 && path[2] === 'keys') return diagnose('key-alias', { alias: key }, span)
  if (path.length === 1 && path[0] === 'routes') return diagnose('route-name', { name: key }, span)
  const known = Object.keys(error.parentSchema?.properties ?? {})
  const home = homeOf(key, known, subject)
  const advice = home === null ? `It takes ${either(known.map(quote))}.` : `${quote(key)} belongs ${home}.`
  const parent = path.length === 0 ? subject.name : nameOf(path)
  return diagnose('unknown-key', { key, parent, nearest: home === null ? nearest(key, known) : [], advice }, span)
}

/** A key that must be there and is not. A list's item stands for itself, the file's root for the start of the file. */
export function missingKey({ error, path, node, keySpan }: Finding, subject: Subject): Diagnostic {
  const key = `${error.params.missingProperty}`
  if (path.length === 0) {
    const start = { file: node.span.file, start: 0, end: 0 }
    if (key === 'authentication') return diagnose('authentication-missing', { gateway: subject.id }, start)
    return diagnose('missing-key', { key, parent: subject.name, advice: advise(key, error.parentSchema) }, start)
  }
  return diagnose('missing-key', { key, parent: nameOf(path), advice: advise(key, error.parentSchema) }, keySpan)
}

function advise(key: string, parent: Finding['error']['parentSchema']): string | null {
  return exampleOf(key, resolve(parent?.properties?.[key] ?? {}))
}

const homes: readonly (readonly [definition: string | null, words: string])[] = [
  [null, 'to the gateway: at the start of a line'],
  ['provider', 'to a provider: under `providers` and the provider’s name'],
  ['token', 'to a token: under `authentication.tokens`'],
  ['endpoints', 'under `endpoints`'],
  ['retries', 'under `retries`'],
  ['cache', 'under `cache` of the gateway or of a provider'],
  ['rateLimit', 'under `rate_limit`'],
  ['worker', 'in the file _worker.yaml'],
]

/** Where a key is at home that is not known here. */
function homeOf(key: string, known: readonly string[], { role }: Subject): string | null {
  if (known.includes(key)) return null
  if (role === 'worker') return keysOf(null).includes(key) ? 'in a gateway’s own file' : null
  return homes.find(([definition]) => keysOf(definition).includes(key))?.[1] ?? null
}
