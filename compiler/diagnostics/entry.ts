// What the catalog says about one code: its severity, its sentences, and what `gatewright explain` tells about it.
// The parameters of the sentences are part of the type, so a call that passes others does not compile.

import type { Severity } from './diagnostic.ts'

/** A gateways folder in small: file names and their texts. A text alone is support.yaml. */
export type Example = string | { readonly [file: string]: string }

/** Everything there is to say about one code. */
export interface Entry<Parameters> {
  readonly severity: Severity
  /** What is wrong, in a sentence. */
  readonly message: (parameters: Parameters) => string
  /** What to do about it; `null` where the message says it. */
  readonly hint: (parameters: Parameters) => string | null
  /** What the code means, in a sentence or two. */
  readonly what: string
  /** Why it is not let pass. */
  readonly why: string
  /** Gives this code; the text of each file is written in `encoding`. */
  readonly before: Example
  /** The same, put right: gives no diagnostic at all. */
  readonly after: Example
  /** Its place may hold a secret: it is shown nowhere, and `message` must not quote it. */
  readonly hides?: true
  /** How the files of `before` are encoded where that is the point. */
  readonly encoding?: 'latin1'
}

/** Gives an entry its type: `entry<{ key: string }>({ … })`. */
export function entry<Parameters extends object = Record<never, never>>(it: Entry<Parameters>): Entry<Parameters> {
  return it
}

/** The smallest gateway there is, which examples are made of. */
export const smallest = `authentication: off
providers:
  echo: {}
`
