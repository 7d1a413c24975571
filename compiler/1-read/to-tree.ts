// From the yaml library's nodes to plain trees with spans: aliases followed to where the text stands, merge keys applied,
// duplicate keys reported. Aliases share the tree they refer to, so ten lines never become ten billion nodes.

import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml'
import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic, Findings, Span } from '../diagnostics/diagnostic.ts'
import { merge } from './merge-keys.ts'
import type { SourceEntry, SourceNode } from './tree.ts'

/** The most values that a file may stand for once its aliases are followed. */
export const nodeLimit = 100_000

interface Tree {
  readonly root: SourceNode | null
  /** `false` where an alias could not be followed. */
  readonly whole: boolean
}

interface Walk {
  readonly path: string
  readonly diagnostics: Diagnostic[]
  /** What each anchor stands for so far, in the order of the text; `null` while it is being read. */
  readonly anchors: Map<string, Counted | null>
  whole: boolean
}

/** A tree and how many nodes it would have with every alias written out. */
interface Counted {
  readonly node: SourceNode
  readonly amount: number
}

/** Converts a document that parsed without errors. */
export function toTree(path: string, document: Document.Parsed): Findings<Tree> {
  const walk: Walk = { path, diagnostics: [], anchors: new Map(), whole: true }
  if (document.contents === null) return { value: { root: null, whole: true }, diagnostics: [] }
  const { node } = convert(document.contents, walk)
  const empty = node.kind === 'scalar' && node.value === null && node.span.start === node.span.end
  return { value: { root: empty ? null : node, whole: walk.whole }, diagnostics: walk.diagnostics }
}

function convert(source: unknown, walk: Walk): Counted {
  if (isAlias(source)) return follow(source.source, spanOf(source, walk), walk)
  const anchor = isMap(source) || isSeq(source) || isScalar(source) ? source.anchor : undefined
  if (anchor !== undefined) walk.anchors.set(anchor, null)
  const counted = isMap(source)
    ? map(source, walk)
    : isSeq(source)
      ? list(source.items, spanOf(source, walk), walk)
      : scalar(source, walk)
  if (anchor !== undefined) walk.anchors.set(anchor, counted)
  return counted
}

function follow(name: string, span: Span, walk: Walk): Counted {
  const target = walk.anchors.get(name)
  if (target === undefined) return give(diagnose('unresolved-alias', { name }, span), span, walk)
  if (target === null) return give(diagnose('cyclic-alias', { name }, span), span, walk)
  return target
}

function give(diagnostic: Diagnostic, span: Span, walk: Walk): Counted {
  walk.diagnostics.push(diagnostic)
  walk.whole = false
  return { node: { kind: 'scalar', span, value: null }, amount: 1 }
}

/** Where a count passes the limit it is reported once and starts again, so that the levels above do not repeat it. */
function bounded(node: SourceNode, amount: number, walk: Walk): Counted {
  return amount <= nodeLimit
    ? { node, amount }
    : give(diagnose('too-many-aliases', { limit: nodeLimit }, node.span), node.span, walk)
}

function list(items: readonly unknown[], span: Span, walk: Walk): Counted {
  const counted = items.map((item) => convert(item, walk))
  const node: SourceNode = { kind: 'list', span, items: counted.map((item) => item.node) }
  return bounded(
    node,
    counted.reduce((sum, item) => sum + item.amount, 1),
    walk,
  )
}

function map(source: YAMLMap, walk: Walk): Counted {
  const own = new Map<string, SourceEntry>()
  const merged: SourceNode[] = []
  let amount = 1
  for (const pair of source.items) {
    const value = convert(pair.value, walk)
    amount += value.amount
    const key = keyOf(pair, walk)
    const first = own.get(key.text)
    if (key.merges) merged.push(value.node)
    else if (first === undefined)
      own.set(key.text, { key: key.text, keySpan: key.span, value: place(value.node, key.span) })
    else {
      const note = { message: 'It is first given here.', span: first.keySpan }
      walk.diagnostics.push(diagnose('duplicate-key', { key: key.text }, key.span, [note]))
    }
  }
  const span = spanOf(source, walk)
  // Merging copies what the aliases stand for, so the count comes first; what could not be followed cannot be merged.
  const entries = amount > nodeLimit || !walk.whole ? [...own.values()] : merge(own, merged, walk.diagnostics)
  return bounded({ kind: 'map', span, entries }, amount, walk)
}

function keyOf(pair: Pair, walk: Walk): { text: string; span: Span; merges: boolean } {
  const key = isScalar(pair.key) ? pair.key : null
  const text = key === null ? '' : `${key.value ?? ''}`
  return {
    text,
    span: key === null ? { file: walk.path, start: 0, end: 0 } : spanOf(key, walk),
    merges: text === '<<' && key?.type === 'PLAIN',
  }
}

/** An empty value stands right behind its key. */
function place(node: SourceNode, keySpan: Span): SourceNode {
  if (node.kind !== 'scalar' || node.span.end > 0 || keySpan.end === 0) return node
  return { ...node, span: { file: keySpan.file, start: keySpan.end, end: keySpan.end } }
}

function scalar(source: unknown, walk: Walk): Counted {
  if (!isScalar(source))
    return { node: { kind: 'scalar', span: { file: walk.path, start: 0, end: 0 }, value: null }, amount: 1 }
  return { node: { kind: 'scalar', span: spanOf(source, walk), value: scalarValue(source) }, amount: 1 }
}

function scalarValue({ value, source }: Scalar): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return source ?? `${value}`
}

function spanOf(source: { range?: [number, number, number] | null | undefined }, walk: Walk): Span {
  const [start, end] = source.range ?? [0, 0]
  return { file: walk.path, start, end }
}
