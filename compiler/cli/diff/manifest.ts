// The manifest.json of an earlier build -> what that Worker does, and what it weighs. The other files of the build may lie beside it.

import { dirname, join } from 'node:path'
import type { Output } from '../../compile.ts'
import { quote } from '../../diagnostics/words.ts'
import type { Behaviour } from '../../diff/behaviour.ts'
import { type Sizes, sizesOf, WORKER } from '../../diff/sizes.ts'
import { PRICES, TABLE } from '../../layout.ts'
import { CliError } from '../cli-error.ts'
import { readBytes } from '../files.ts'

/** What a manifest says of its build. */
export interface Manifested {
  readonly behaviour: Behaviour
  readonly sizes: Sizes
}

/** Raises CliError for what is no manifest, or one of a Gatewright that kept no behaviour in it. */
export function readManifest(cwd: string, path: string): Manifested {
  const manifest = parsed(cwd, path)
  const { behaviour, bytes } = manifest
  if (!isMap(behaviour)) {
    throw new CliError(
      `${quote(path)} does not say what its Worker does: an older Gatewright wrote it.`,
      'Build it again with this one, or compare with a revision: gatewright diff HEAD.',
    )
  }
  if (behaviour.format !== 1 || !isMap(behaviour.worker) || !isMap(behaviour.gateways)) {
    throw new CliError(
      `${quote(path)} says what its Worker does in a form that this Gatewright does not know.`,
      'Use the Gatewright that wrote it, or build it again with this one.',
    )
  }
  return { behaviour: behaviour as unknown as Behaviour, sizes: sizes(cwd, path, isMap(bytes) ? bytes : {}) }
}

function parsed(cwd: string, path: string): { readonly [key: string]: unknown } {
  const bytes = readBytes(cwd, path)
  try {
    const manifest: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (isMap(manifest) && typeof manifest.plan === 'string') return manifest
  } catch {
    // Said below.
  }
  throw new CliError(`${quote(path)} is no manifest of a build.`, 'Name the manifest.json that gatewright build wrote.')
}

/** Compressed sizes are those of the files beside it, where they are the ones that it speaks of. */
function sizes(cwd: string, path: string, { worker, table, prices }: { readonly [key: string]: unknown }): Sizes {
  const beside = [WORKER, TABLE, ...(prices === undefined ? [] : [PRICES])].flatMap((name) =>
    fileBeside(cwd, path, name),
  )
  const weighed = sizesOf(beside)
  const known = { worker: sum(worker), tables: sum(table, prices) }
  const sized = (part: 'worker' | 'tables') =>
    weighed[part].bytes === known[part] ? weighed[part] : { bytes: known[part], gzipBytes: null }
  return { worker: sized('worker'), tables: sized('tables') }
}

function fileBeside(cwd: string, path: string, name: string): readonly Output[] {
  try {
    return [{ path: name, bytes: readBytes(cwd, join(dirname(path), name)) }]
  } catch {
    return []
  }
}

function sum(...sizes: readonly unknown[]): number {
  return sizes.reduce((total: number, size) => total + (typeof size === 'number' ? size : 0), 0)
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
