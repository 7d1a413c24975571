// What a file's name says: what the file is for, and the id of its gateway.

import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import type { Document, Role } from './tree.ts'

/** The name of a file without its folder and its ending. */
export function nameOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1)
  return base.replace(/\.ya?ml$/, '')
}

/** `_worker` describes the Worker, `_worker.production` the same in an environment, any other underscore makes a fragment. */
export function roleOf(name: string): Role {
  if (name === '_worker') return 'worker'
  if (name.startsWith(ENVIRONMENT)) return 'environment'
  return name.startsWith('_') ? 'fragment' : 'gateway'
}

const ENVIRONMENT = '_worker.'

/** The environments that have a file among these, sorted: `production` for `_worker.production.yaml`. */
export function environmentsOf(paths: readonly string[]): readonly string[] {
  const names = paths.map(nameOf).filter((name) => roleOf(name) === 'environment')
  return [...new Set(names.map((name) => name.slice(ENVIRONMENT.length)))].sort()
}

/** The start of a file, which stands for the whole of it. */
export function fileSpan(path: string): Span {
  return { file: path, start: 0, end: 0 }
}

/** Finds ids that cannot stand in a URL, environments that cannot stand in a Worker's name, and names that two files share. */
export function checkNames(documents: readonly Document[]): readonly Diagnostic[] {
  const first = new Map<string, Document>()
  const diagnostics: Diagnostic[] = []
  for (const document of documents) {
    const { name, path, role } = document
    if (role === 'gateway' && !/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
      diagnostics.push(diagnose('gateway-id', { id: name }, fileSpan(path)))
    }
    if (role === 'environment' && !/^_worker\.[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) {
      diagnostics.push(diagnose('environment-name', { name: name.slice(ENVIRONMENT.length) }, fileSpan(path)))
    }
    const other = first.get(name)
    if (other === undefined) first.set(name, document)
    else {
      const note = { message: 'The other one is here.', span: fileSpan(other.path) }
      diagnostics.push(diagnose('duplicate-id', { name }, fileSpan(path), [note]))
    }
  }
  return diagnostics
}
