// Phase 1: files in, documents out. Whatever the bytes are, it returns: what is wrong with them is a diagnostic.
// A document that could not be read is still in the product, so that its text can be shown.

import type { Diagnostic, Findings } from '../diagnostics/diagnostic.ts'
import { decode } from './decode.ts'
import { checkNames, nameOf, roleOf } from './name.ts'
import { parse } from './parse.ts'
import { toTree } from './to-tree.ts'
import type { Document, SourceFile } from './tree.ts'

/** Reads files as YAML trees with spans, and tells by their names what they are for. */
export function read(sources: readonly SourceFile[]): Findings<readonly Document[]> {
  const sorted = sources.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const diagnostics: Diagnostic[] = []
  const documents = sorted.map((source) => {
    const document = readFile(source)
    diagnostics.push(...document.diagnostics)
    return document.value
  })
  return { value: documents, diagnostics: [...diagnostics, ...checkNames(documents)] }
}

function readFile({ path, bytes }: SourceFile): Findings<Document> {
  const name = nameOf(path)
  const about = { kind: 'document', path, role: roleOf(name), name } as const
  const decoded = decode(path, bytes)
  const text = decoded.value
  if (decoded.diagnostics.length > 0) {
    return { value: { ...about, text, root: null, whole: false }, diagnostics: decoded.diagnostics }
  }
  const parsed = parse(path, text)
  if (parsed.value === null) {
    return { value: { ...about, text, root: null, whole: false }, diagnostics: parsed.diagnostics }
  }
  const tree = toTree(path, parsed.value)
  const whole = tree.value.whole
  return { value: { ...about, text, root: whole ? tree.value.root : null, whole }, diagnostics: tree.diagnostics }
}
