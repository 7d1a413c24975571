// Runs phases 1 and 2 on files held in memory or in a folder, as the tests of this folder need it.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { read } from '../../compiler/1-read/read.ts'
import type { Document, SourceFile } from '../../compiler/1-read/tree.ts'
import { check } from '../../compiler/2-check/check.ts'
import type { Config } from '../../compiler/2-check/config.ts'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { positionAt } from '../../compiler/diagnostics/position.ts'

export interface Result {
  readonly documents: readonly Document[]
  readonly diagnostics: readonly Diagnostic[]
  readonly config: Config | null
}

/** Reads and checks sources. */
export function run(sources: readonly SourceFile[]): Result {
  const documents = read(sources)
  const config = check(documents.value)
  const diagnostics = [...documents.diagnostics, ...config.diagnostics]
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  return { documents: documents.value, diagnostics, config: failed ? null : config.value }
}

/** Files by name, as if they stood in gateways/. A text alone is support.yaml. */
export function filesOf(
  files: string | { readonly [name: string]: string },
  encoding: BufferEncoding = 'utf8',
): readonly SourceFile[] {
  return Object.entries(typeof files === 'string' ? { 'support.yaml': files } : files).map(([name, text]) => ({
    kind: 'source',
    path: `gateways/${name}`,
    bytes: Buffer.from(text, encoding),
  }))
}

/** The YAML files of a folder; where it has a files.ts, what that exports as `files` (for texts too large to keep). */
export async function sourcesIn(folder: string): Promise<readonly SourceFile[]> {
  const made = join(folder, 'files.ts')
  if (existsSync(made)) return filesOf((await import(pathToFileURL(made).href)).files)
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ kind: 'source', path: `gateways/${name}`, bytes: readFileSync(join(folder, name)) }))
}

/** Diagnostics in short: `code line:column`, sorted by place. */
export function inShort({ diagnostics, documents }: Result): readonly string[] {
  return diagnostics
    .map(({ code, span }) => {
      const text = documents.find(({ path }) => path === span?.file)?.text ?? ''
      const place = span === null ? null : positionAt(text, span.start)
      return { start: span?.start ?? -1, line: place === null ? code : `${code} ${place.line}:${place.column}` }
    })
    .sort((a, b) => a.start - b.start || (a.line < b.line ? -1 : 1))
    .map(({ line }) => line)
}
