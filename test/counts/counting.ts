// A gateway's YAML and requests in, what its Worker does for each of them out: how often it calls what costs. No clock is looked at,
// so the same code always gives the same counts.

import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../support/gateway.ts'

/** A POST. */
export interface Asked {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

/** How often each was called for one request. */
export interface Counts {
  /** `new Headers(…)`: each copies what it is given. */
  readonly headers: number
  readonly urls: number
  readonly requests: number
  readonly responses: number
  /** `JSON.parse(…)`. */
  readonly parsed: number
  readonly fetched: number
  /** Made as they are needed; those that stand in the code are made once. */
  readonly regExps: number
  /** Turns that an `await` or a `then` took: each lets others in between. */
  readonly turns: number
}

/** An answer, and what it took. */
export interface Counted {
  readonly counts: Counts
  readonly status: number
  readonly step: string | null
  readonly body: string
}

/** Builds a gateway and asks it, one request after the other. Its providers answer at once. */
export async function counted(yaml: string, asked: readonly Asked[]): Promise<readonly Counted[]> {
  const folder = await build({ 'demo.yaml': yaml })
  const words = [join(import.meta.dirname, 'counting-main.ts'), folder, JSON.stringify(asked)]
  const text = execFileSync(process.execPath, words, { encoding: 'utf8' })
  rmSync(folder, { recursive: true, force: true })
  return JSON.parse(text)
}
