// The whole import: texts of another gateway's configuration in, YAML and a report out. Pure: the same sources give the same
// bytes. What is no YAML and no JSON is an ImportError that names the place and shows none of the text.

import { decode } from '../1-read/decode.ts'
import { parse } from '../1-read/parse.ts'
import { toTree } from '../1-read/to-tree.ts'
import type { SourceFile, SourceNode } from '../1-read/tree.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { positionAt } from '../diagnostics/position.ts'
import { fromCloudflare, looksLikeCloudflare } from './cloudflare/cloudflare.ts'
import { identifier } from './draft/values.ts'
import type { Draft, Imported } from './imported.ts'
import { fromLitellm, looksLikeLitellm } from './litellm/litellm.ts'
import { fromPortkey, looksLikePortkey } from './portkey/portkey.ts'
import { rootField } from './source/fields.ts'
import { type Field, type Notes, openNotes } from './source/notes.ts'
import { reserve } from './source/secrets.ts'
import { yamlOf } from './write.ts'

/** The formats that can be imported. */
export const formats = ['litellm', 'portkey', 'cloudflare'] as const
/** One of the formats. */
export type ImportFormat = (typeof formats)[number]

/** What an import is asked for. */
export interface ImportRequest {
  /** The first names the gateway where its format does not. */
  readonly sources: readonly SourceFile[]
  /** `null`: as the content has it. */
  readonly format: ImportFormat | null
  /** The gateway's id; `null`: the source's, else the file's name. */
  readonly id: string | null
  /** The first line of the YAML, without its `#`. */
  readonly modeline: string
}

/** A file to write, by its name in the folder of the gateways. */
export interface ImportedFile {
  readonly name: string
  readonly text: string
}

/** What an import made. */
export interface ImportResult extends Imported {
  readonly format: ImportFormat
  readonly files: readonly ImportedFile[]
}

/** The source cannot be imported. The hint says what to do. */
export class ImportError extends Error {
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.name = 'ImportError'
    this.hint = hint
  }
}

/** Imports a configuration. Raises ImportError. */
export function importSources({ sources, format: wanted, id, modeline }: ImportRequest): ImportResult {
  const texts = new Map<string, string>()
  const roots = sources.map((source) => rootField(source.path, rootOf(source, texts)))
  const [first] = roots
  if (first === undefined) throw new ImportError('There is nothing to import.', 'Name a file.')
  const format = wanted ?? guess(first, texts)
  const notes = openNotes(texts)
  for (const { node } of roots) reserve(notes, node)
  const draft = draftFrom(notes, format, roots, id ?? null, nameFor(first.span.file))
  if (draft.providers.size === 0) {
    throw new ImportError(`No provider in ${first.span.file} can be reached from here.`, reachHint(notes))
  }
  const files = [{ name: `${draft.id}.yaml`, text: yamlOf(draft, notes.findings, modeline, baseName(first.span.file)) }]
  return { format, files, gateways: [draft], findings: notes.findings, secrets: [...notes.secrets.values()] }
}

function draftFrom(
  notes: Notes,
  format: ImportFormat,
  roots: readonly Field[],
  id: string | null,
  preset: string,
): Draft {
  const [root] = roots
  if (root === undefined) throw new Error('unreachable: an import has a source')
  switch (format) {
    case 'litellm':
      return fromLitellm(notes, root, id ?? preset)
    case 'portkey':
      return fromPortkey(notes, root, id ?? preset)
    case 'cloudflare': {
      const draft = fromCloudflare(notes, roots, id)
      if ('problem' in draft) throw new ImportError(draft.problem, 'Write --id <id>.')
      return { ...draft, id: identifier(draft.id) ?? preset }
    }
    default:
      return format satisfies never
  }
}

function rootOf(source: SourceFile, texts: Map<string, string>): SourceNode {
  const { path } = source
  const decoded = decode(path, source.bytes)
  texts.set(path, decoded.value)
  refuse(decoded.diagnostics, path, decoded.value)
  const parsed = parse(path, decoded.value)
  refuse(parsed.diagnostics, path, decoded.value)
  const tree = parsed.value === null ? null : toTree(path, parsed.value)
  if (tree !== null) refuse(tree.diagnostics, path, decoded.value)
  const root = tree?.value.root ?? null
  if (root === null || root.kind === 'scalar') {
    throw new ImportError(`${path} holds no configuration.`, 'It has to be a map, in YAML or JSON.')
  }
  return root
}

// The message alone: a frame would show the text, and the text may hold keys.
function refuse(diagnostics: readonly Diagnostic[], path: string, text: string): void {
  const [first] = diagnostics.filter(({ severity }) => severity === 'error')
  if (first === undefined) return
  const { line, column } = positionAt(text, first.span?.start ?? 0)
  throw new ImportError(
    `${path}:${line}:${column} cannot be read: ${first.message}`,
    first.hint ?? 'Put it right, and import it again.',
  )
}

function guess(root: Field, texts: ReadonlyMap<string, string>): ImportFormat {
  // On notebooks of their own: a guess reads nothing off the list.
  const looks = [
    ['litellm', looksLikeLitellm],
    ['cloudflare', looksLikeCloudflare],
    ['portkey', looksLikePortkey],
  ] as const
  const found = looks.find(([, isIt]) => isIt(openNotes(texts), root))
  if (found !== undefined) return found[0]
  throw new ImportError(
    `${root.span.file} looks like none of the formats that can be imported.`,
    `Say which it is: --from ${formats.join(', --from ')}.`,
  )
}

function reachHint({ findings }: Notes): string {
  return (
    findings.find(({ outcome, why }) => outcome === 'left-out' && why !== null)?.why ??
    'It names no model and no provider.'
  )
}

function nameFor(path: string): string {
  return identifier(baseName(path).replace(/\.[^.]*$/, '')) ?? 'main'
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
