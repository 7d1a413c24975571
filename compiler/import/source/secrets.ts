// From what stands where a key is to a secret's name. A value that stood in the source is named and forgotten: it is in no
// file, no message and no report.

import type { SourceNode } from '../../1-read/tree.ts'
import { bindings } from '../../2-check/rules/free-secret-names.ts'
import { holdsKey, looksRandom } from '../../diagnostics/secrets.ts'
import { textIn } from './fields.ts'
import { approximated, carried, type Field, type Notes, placeOf } from './notes.ts'

/** How the formats refer to a variable. */
const references = [
  /^os\.environ[/.]([A-Za-z_]\w*)$/,
  /^process\.env\.([A-Za-z_]\w*)$/,
  /^\$\{\{?\s*(?:env\.|secrets\.)?([A-Za-z_]\w*)\s*\}?\}$/,
  /^\{\{\s*(?:env\.|secrets\.)?([A-Za-z_]\w*)\s*\}\}$/,
  /^\$([A-Z_][A-Z0-9_]*)$/,
]

/** The variable that a text refers to; `null` where it is a value of its own. */
export function variableIn(text: string): string | null {
  for (const pattern of references) {
    const name = pattern.exec(text.trim())?.[1]
    if (name !== undefined) return name
  }
  return null
}

/** Names that the source uses are not given to other values. Ahead of the rest: call it with each source's root. */
export function reserve(notes: Notes, node: SourceNode): void {
  if (node.kind === 'list') for (const item of node.items) reserve(notes, item)
  else if (node.kind === 'map') for (const { value } of node.entries) reserve(notes, value)
  else if (typeof node.value === 'string') {
    const name = variableIn(node.value)
    if (name !== null) notes.reserved.add(name)
  }
}

/** A field that holds a secret, or names it: the secret's name. `wanted` is what a value that stood there is called. */
export function secretFor(notes: Notes, field: Field, wanted: string, became: string): string {
  const text = textIn(field) ?? ''
  const variable = variableIn(text)
  if (variable !== null && isSecretName(variable)) {
    remember(notes, variable, field, false)
    carried(notes, field, became)
    return variable
  }
  if (variable !== null) {
    const name = freshName(notes, wanted)
    remember(notes, name, field, false)
    approximated(
      notes,
      field,
      became,
      `The secret is called ${name} here: its own name is not free, or looks like a key.`,
    )
    return name
  }
  const known = notes.written.get(text)
  const name = known ?? freshName(notes, wanted)
  notes.written.set(text, name)
  remember(notes, name, field, true)
  approximated(
    notes,
    field,
    became,
    `The value stood in the source and is in no file here: put it as the secret ${name}, and replace it if the source is shared.`,
  )
  return name
}

/** A secret that the source did not name, such as the variable that its format reads by itself. */
export function impliedSecret(notes: Notes, name: string, field: Field | null, wasWritten = false): string {
  remember(notes, name, field, wasWritten)
  return name
}

function remember(notes: Notes, name: string, field: Field | null, wasWritten: boolean): void {
  const former = notes.secrets.get(name)
  const place = former?.place ?? (field === null ? null : placeOf(notes, field))
  notes.secrets.set(name, { name, place, wasWritten: wasWritten || former?.wasWritten === true })
}

function freshName(notes: Notes, wanted: string): string {
  const base = isSecretName(wanted) ? wanted : `${wanted.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 60)}_SECRET`
  const isTaken = (name: string) => notes.reserved.has(name) || notes.secrets.has(name)
  if (!isTaken(base)) return base
  let number = 2
  while (isTaken(`${base}_${number}`)) number += 1
  return `${base}_${number}`
}

/** Whether a secret can have this name: nothing else has it, and it looks like no key. */
export function isSecretName(name: string): boolean {
  const isNamed = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name) && !holdsKey(name) && !looksRandom(name)
  return isNamed && !bindings.has(name) && !name.startsWith('ANALYTICS_')
}
