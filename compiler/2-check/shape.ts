// The shape of a tree by the schema: every error of the validator as a diagnostic at the place where it can be put right.
// An unknown key is shown at the key, a wrong value at the value, a missing key at the key of the map that lacks it.

import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { SourceNode } from '../1-read/tree.ts'
import type { Diagnostic, Findings, Span } from '../diagnostics/diagnostic.ts'
import { entryOf, plain } from './nodes.ts'
import { definitionOf, type Schema } from './schema.ts'
import { missingKey, unknownKey } from './shape-keys.ts'
import { valueDiagnostic } from './shape-values.ts'

/** A validator's error, at home in the tree. */
export interface Finding {
  readonly error: ErrorObject
  readonly path: readonly string[]
  readonly node: SourceNode
  /** Where the value's key stands; the value itself for the root and for items of lists. */
  readonly keySpan: Span
}

/** What is being looked at: its name in messages, its role in the folder. */
export interface Subject {
  /** A gateway's id; `_worker` for the Worker. */
  readonly id: string
  readonly name: string
  readonly role: 'gateway' | 'worker'
}

/** The plain value when the tree has the shape, else `null` and all that is wrong with it. */
export function checkShape<T>(root: SourceNode, isShape: ValidateFunction<T>, subject: Subject): Findings<T | null> {
  const value = plain(root)
  if (isShape(value)) return { value, diagnostics: [] }
  const findings = withoutNoise(isShape.errors ?? []).map((error) => locate(error, root))
  return { value: null, diagnostics: findings.map((finding) => diagnostic(finding, subject)) }
}

function diagnostic(finding: Finding, subject: Subject): Diagnostic {
  switch (finding.error.keyword) {
    case 'additionalProperties':
      return unknownKey(finding, subject)
    case 'required':
      return missingKey(finding, subject)
    default:
      return valueDiagnostic(finding)
  }
}

/**
 * One error for one mistake. Of a union only the branch speaks whose type the value has, and the union itself where none has it
 * or where the branch is a single word; where the type is wrong, what the same value breaks besides is not said.
 */
function withoutNoise(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf')
  const spoken = errors.filter((error) => {
    if (error.keyword === 'anyOf') return chosenBranch(error)?.const !== undefined || chosenBranch(error) === undefined
    const union = unions.find((one) => isOfBranch(one, error))
    return union === undefined || (error.parentSchema === chosenBranch(union) && error.keyword !== 'const')
  })
  const mistyped = new Set(spoken.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath))
  return spoken.filter(({ keyword, instancePath }) => keyword === 'type' || !mistyped.has(instancePath))
}

/** Whether the error is about the union's value, by one of its branches. */
function isOfBranch(union: ErrorObject, { instancePath, parentSchema }: ErrorObject): boolean {
  return instancePath === union.instancePath && branchesOf(union).some((branch) => branch === parentSchema)
}

/** The branch of a union that has the value's type. */
function chosenBranch(union: ErrorObject): Schema | undefined {
  return branchesOf(union).find((branch) => branch.type === typeName(union.data))
}

function branchesOf({ schema }: ErrorObject): readonly Schema[] {
  return Array.isArray(schema) ? schema.map(definitionOf) : []
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

function locate(error: ErrorObject, root: SourceNode): Finding {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
  let node = root
  let keySpan = root.span
  for (const key of path) {
    const entry = entryOf(node, key)
    const next = entry?.value ?? (node.kind === 'list' ? node.items[Number(key)] : undefined)
    if (next === undefined) break
    keySpan = entry?.keySpan ?? next.span
    node = next
  }
  return { error, path, node, keySpan }
}
