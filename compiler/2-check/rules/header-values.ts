// Values under `headers` are sent as they are written, and are ones that HTTP allows.

import type { SourceNode } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf, sentAs } from '../headers-of.ts'
import type { GatewayTree } from '../rules.ts'

const longest = 8192

/** Values that break a request, and numbers that YAML reads as another text than was written. */
export function* headerValues({ root, written }: GatewayTree): Iterable<Diagnostic> {
  for (const entry of levelsOf(root).flatMap(({ headers }) => headers)) {
    const text = sentAs(entry)
    if (text === null) continue
    const problem = problemOf(text)
    const { span } = entry.value
    if (problem !== null) yield diagnose('header-value', { name: entry.key, problem }, span)
    else if (!isText(entry.value) && written(span) !== text) {
      yield diagnose('lossy-value', { name: entry.key, written: written(span), read: text }, span)
    }
  }
}

/** Never quotes the value: it may be a secret. */
function problemOf(text: string): string | null {
  if (/[\r\n]/.test(text)) return 'holds a line break'
  const forbidden = [...text].find((character) => /[^\t\u0020-\u007e\u00a0-\u00ff]/.test(character))
  if (forbidden !== undefined) return `holds the character ${nameOf(forbidden)}, which is not Latin-1 text`
  if (/^[ \t]|[ \t]$/.test(text)) return 'begins or ends with a space'
  return text.length > longest ? `has ${text.length} characters` : null
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function isText(node: SourceNode): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string'
}
