// A YAML file as a tree of plain data in which every key and value knows where it was written.
// Aliases and merge keys are already followed: their spans point to where the text stands.

import type { Span } from '../diagnostics/diagnostic.ts'

/** One file as it was found: nothing decoded yet. */
export interface SourceFile {
  readonly kind: 'source'
  /** Path with forward slashes, relative to where the command ran: `gateways/support.yaml`. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** A value as it was written. */
export type SourceNode = SourceMap | SourceList | SourceScalar

/** A map. No key stands in it twice. */
export interface SourceMap {
  readonly kind: 'map'
  readonly span: Span
  readonly entries: readonly SourceEntry[]
}

/** A key of a map and its value, each with its place. */
export interface SourceEntry {
  readonly key: string
  readonly keySpan: Span
  readonly value: SourceNode
}

/** A list, in its order. */
export interface SourceList {
  readonly kind: 'list'
  readonly span: Span
  readonly items: readonly SourceNode[]
}

/** A single value, as YAML 1.2's core schema reads it. */
export interface SourceScalar {
  readonly kind: 'scalar'
  readonly span: Span
  readonly value: string | number | boolean | null
}

/** What a file is for, told by its name: `_worker.yaml`, `_worker.production.yaml`, `_anything.yaml`, `id.yaml`. */
export type Role = 'worker' | 'environment' | 'fragment' | 'gateway'

/** A file that could be read: phase 1's product. */
export interface Document {
  readonly kind: 'document'
  readonly path: string
  readonly role: Role
  /** The file's name without its ending: a gateway's id, a fragment's name. */
  readonly name: string
  /** The decoded text, without a byte order mark. */
  readonly text: string
  /** `null` for an empty file. */
  readonly root: SourceNode | null
  /** `false` where the text could not be read as YAML: then only the diagnostics speak of it, and `root` is `null`. */
  readonly whole: boolean
}
