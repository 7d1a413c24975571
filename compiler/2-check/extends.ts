// `extends`: a gateway on top of its fragments, merged as trees, so that every value still knows where it was written.
// Maps merge key by key, lists and scalars replace, and `null` deletes what the fragment said.

import type { Document, SourceNode } from '../1-read/tree.ts'
import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/suggest.ts'
import { quote } from '../diagnostics/words.ts'
import { merge } from './merge.ts'
import { entryOf, textOf } from './nodes.ts'
import { kindOf } from './shape-words.ts'

/** A gateway with all that it is built on. */
export interface Extended {
  readonly id: string
  readonly root: SourceNode
  /** `false` where a fragment is missing or cannot be read: then what it should say is not missed a second time. */
  readonly complete: boolean
}

/** What the folder's gateways are when their fragments are merged in. */
export interface Extension {
  readonly gateways: readonly Extended[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Merges every gateway that could be read with the fragments it extends. */
export function extendAll(documents: readonly Document[]): Extension {
  const diagnostics: Diagnostic[] = []
  const used = new Set<string>()
  const byName = new Map(documents.map((document) => [document.name, document]))
  const gateways = documents
    .filter((document) => document.role === 'gateway' && document.whole)
    .map((document) => {
      const { fragments, complete } = fragmentsOf(document, byName, diagnostics)
      for (const fragment of fragments) used.add(fragment.path)
      const root = [rootOf(document), ...fragments.map(bodyOf)].reduceRight((base, own) => merge(base, own))
      return { id: document.name, root, complete }
    })
  // While something cannot be read or followed, what it builds on is not known.
  const known = documents.every(({ whole }) => whole) && gateways.every(({ complete }) => complete)
  for (const { role, name, path } of documents) {
    if (!known || role !== 'fragment' || used.has(path)) continue
    diagnostics.push(diagnose('unused-fragment', { name }, { file: path, start: 0, end: 0 }))
  }
  return { gateways, diagnostics }
}

/** The fragment that a document extends, the one that this extends, and so on. */
function fragmentsOf(document: Document, byName: ReadonlyMap<string, Document>, diagnostics: Diagnostic[]) {
  const fragments: Document[] = []
  for (let last = document; ; ) {
    const extending = entryOf(last.root ?? undefined, 'extends')?.value
    if (extending === undefined) return { fragments, complete: true }
    const { fragment, problem } = fragmentNamed(extending, last, fragments, byName)
    if (problem !== null) diagnostics.push(problem)
    if (fragment !== null) fragments.push(fragment)
    if (fragment === null || problem !== null || !fragment.whole) return { fragments, complete: false }
    last = fragment
  }
}

interface Named {
  readonly fragment: Document | null
  readonly problem: Diagnostic | null
}

function fragmentNamed(
  extending: SourceNode,
  from: Document,
  fragments: readonly Document[],
  byName: ReadonlyMap<string, Document>,
): Named {
  const name = textOf(extending)
  const fragment = byName.get(name ?? '') ?? null
  const circle = fragment === null ? -1 : fragments.indexOf(fragment)
  if (name === null) {
    // Of a gateway the shape says it.
    const problem = from.role === 'gateway' ? null : wrongKind(`"extends" in ${quote(from.name)}`, 'text', extending)
    return { fragment, problem }
  }
  if (fragment === null) {
    const names = [...byName.values()].filter(({ role }) => role === 'fragment').map((document) => document.name)
    const near = nearest(name.replace(/\.ya?ml$/, ''), names)
    return { fragment, problem: diagnose('extends-missing', { name, nearest: near }, extending.span) }
  }
  if (fragment.role !== 'fragment') {
    return { fragment: null, problem: diagnose('extends-not-fragment', { name }, extending.span) }
  }
  if (circle !== -1) {
    const names = [...fragments.slice(circle).map((document) => document.name), name]
    return { fragment: null, problem: diagnose('extends-loop', { names }, extending.span) }
  }
  const isMap = fragment.root === null || fragment.root.kind === 'map'
  return { fragment, problem: isMap ? null : wrongKind(`The fragment ${quote(name)}`, 'a map', fragment.root) }
}

function wrongKind(name: string, expected: string, node: SourceNode): Diagnostic {
  return diagnose('wrong-type', { name, expected, found: kindOf(node), advice: null }, node.span)
}

/** An empty file is an empty map. */
function rootOf(document: Document): SourceNode {
  return document.root ?? { kind: 'map', span: { file: document.path, start: 0, end: 0 }, entries: [] }
}

/** What a fragment hands on: all but its own `extends`. */
function bodyOf(fragment: Document): SourceNode {
  const root = rootOf(fragment)
  return root.kind === 'map' ? { ...root, entries: root.entries.filter(({ key }) => key !== 'extends') } : root
}
