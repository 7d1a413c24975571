// The Worker's file and what environments lay over it -> the Worker as one environment has it. What every environment says is
// looked at, whichever is chosen; each mistake is said once, where it was written.

import type { Document, SourceMap, SourceNode } from '../1-read/tree.ts'
import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Worker } from './config.gen.ts'
import { merge } from './merge.ts'
import { textOf, valueAt } from './nodes.ts'
import { compatibilityDate } from './rules/compatibility-date.ts'
import { isWorker, schema } from './schema.ts'
import { checkShape } from './shape.ts'

/** The Worker in one environment. */
export interface CheckedWorker {
  /** With the name that it has there; `null` when it has not the shape. */
  readonly value: Worker | null
  /** What was written of it; `null`: nothing, or no map. */
  readonly tree: SourceMap | null
  /** What is wrong with the Worker's file and with every environment's. */
  readonly diagnostics: readonly Diagnostic[]
}

/** `env`: one of the environments; `null`: the Worker as its own file has it. Throws where there is no such environment. */
export function checkWorker(documents: readonly Document[], env: string | null): CheckedWorker {
  const file = documents.find(({ role }) => role === 'worker')
  const base = checked(file, '_worker', null, file?.root ?? null)
  const overlays = documents
    .filter(({ role }) => role === 'environment')
    .map((document) => {
      const name = document.name.replace('_worker.', '')
      return { name, document, ...checked(document, document.name, name, overlay(file?.root ?? null, document.root)) }
    })
  const chosen = env === null ? base : overlays.find(({ name }) => name === env)
  if (chosen === undefined) throw new Error(`There is no environment "${env}": no _worker.${env}.yaml was given.`)
  const diagnostics = [base, ...overlays].flatMap((one) => one.diagnostics)
  return { value: chosen.value, tree: chosen.tree, diagnostics: [...diagnostics, ...sharedWorkers(overlays)] }
}

/** The Worker's file with an environment's on top; an environment's nulls have done what they are for. */
function overlay(base: SourceNode | null, own: SourceNode | null): SourceNode | null {
  if (base === null || own === null) return own === null ? base : withoutNulls(own)
  return base.kind === 'map' ? withoutNulls(merge(base, own)) : own
}

function withoutNulls(node: SourceNode): SourceNode {
  if (node.kind !== 'map') return node
  return { ...node, entries: node.entries.filter(({ value }) => value.kind !== 'scalar' || value.value !== null) }
}

/** Only what stands in the file itself is said of it: what its base has wrong is said of that. */
function checked(
  document: Document | undefined,
  id: string,
  env: string | null,
  root: SourceNode | null,
): CheckedWorker {
  if (root === null) return { value: named({}, env, null), tree: null, diagnostics: [] }
  const shape = checkShape(root, isWorker, { id, name: `${id}.yaml`, role: 'worker' })
  const tree = root.kind === 'map' ? root : null
  const found = [...shape.diagnostics, ...(tree === null ? [] : compatibilityDate(tree))]
  const value = shape.value === null ? null : named(shape.value, env, document?.root ?? null)
  return {
    value,
    tree,
    diagnostics: [
      ...found.filter(({ span }) => span?.file === document?.path),
      ...(document === undefined || value === null ? [] : tooLong(value, env, document)),
    ],
  }
}

/** An environment is a Worker of its own: `gatewright-production`, unless its file gives it another name. */
function named(worker: Worker, env: string | null, own: SourceNode | null): Worker {
  if (env === null || textOf(valueAt(own ?? undefined, 'name')) !== null) return worker
  const preset = schema.$defs?.worker?.properties?.name?.default
  return { ...worker, name: `${worker.name ?? preset}-${env}` }
}

const LONGEST = 63

function tooLong({ name = '' }: Worker, env: string | null, { path, name: file }: Document): readonly Diagnostic[] {
  if (env === null || name.length <= LONGEST) return []
  return [diagnose('worker-name-length', { name, file, longest: LONGEST }, { file: path, start: 0, end: 0 })]
}

interface Overlay extends CheckedWorker {
  readonly name: string
  readonly document: Document
}

/** Two environments that are one Worker: the later deploy of the two would replace the other. */
function sharedWorkers(overlays: readonly Overlay[]): readonly Diagnostic[] {
  const first = new Map<string, Overlay>()
  return overlays.flatMap((one) => {
    const key = JSON.stringify([one.value?.account ?? null, one.value?.name ?? null])
    const other = first.get(key)
    if (one.value === null || other === undefined) {
      first.set(key, one)
      return []
    }
    const parameters = { worker: one.value.name ?? '', environments: [other.name, one.name] }
    const note = { message: 'The other one is here.', span: placeOfName(other.document) }
    return [diagnose('duplicate-worker', parameters, placeOfName(one.document), [note])]
  })
}

function placeOfName({ root, path }: Document) {
  const node = valueAt(root ?? undefined, 'name')
  return node === undefined || textOf(node) === null ? { file: path, start: 0, end: 0 } : node.span
}
