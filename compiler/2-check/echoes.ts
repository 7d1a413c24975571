// Says each thing once: what a fragment that many gateways share gets wrong, and what two checks see at one place.

import type { Code } from '../diagnostics/catalog.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'

/** Codes that know better what a value is than the shape does, which only knows what it is not. */
const better: ReadonlySet<Code> = new Set<Code>([
  'extends-missing',
  'extends-not-fragment',
  'literal-secret',
  'cache-lifetime-range',
  'limit-window-range',
  'retry-delay-range',
  'step-model',
  'step-provider',
  'timeout-range',
])
const shape: ReadonlySet<Code> = new Set<Code>(['wrong-type', 'wrong-value', 'secret-name', 'token-hash'])

/** Codes that may have more than one thing to say at one place. */
const several: ReadonlySet<Code> = new Set<Code>(['missing-key', 'url-parts'])

/** The same diagnostics without repetitions, in the same order. */
export function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const said = new Set<string>()
  const explained = new Set(diagnostics.filter(({ code }) => better.has(code)).map(placeOf))
  return diagnostics.filter((diagnostic) => {
    const key = `${diagnostic.code} ${placeOf(diagnostic)} ${several.has(diagnostic.code) ? diagnostic.message : ''}`
    if (said.has(key) || (shape.has(diagnostic.code) && explained.has(placeOf(diagnostic)))) return false
    said.add(key)
    return true
  })
}

function placeOf({ span }: Diagnostic): string {
  return span === null ? '' : `${span.file} ${span.start} ${span.end}`
}
