// A build of one gateway, and what its manifest says of it.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { emit } from '../../compiler/4-emit/emit.ts'
import { compileYamls } from '../support/gateway.ts'

/** What of a manifest counts here, in bytes. */
export interface Manifest {
  readonly bytes: {
    readonly worker: number
    readonly features: { readonly [path: string]: number }
    readonly modules: { readonly [path: string]: number }
  }
}

/** What comes out. */
export interface Built {
  readonly worker: Uint8Array
  readonly manifest: Manifest
  /** What the entry imports of the runtime, and not just for its types. */
  readonly imported: readonly string[]
}

/** Builds a gateway of this YAML. */
export async function built(yaml: string): Promise<Built> {
  const { outputs, plan } = await compileYamls({ 'demo.yaml': yaml })
  const bytes = (path: string) => outputs?.find((output) => output.path === path)?.bytes ?? new Uint8Array()
  const entry = plan === null ? '' : (emit(plan)[0]?.text ?? '')
  return {
    worker: bytes('worker.js'),
    manifest: JSON.parse(Buffer.from(bytes('manifest.json')).toString()),
    imported: [...entry.matchAll(/^(?:import|export) (?!type).* from 'gatewright\/(runtime\/[^']+)'/gm)].map(
      ([, path = '']) => path,
    ),
  }
}

/** A file of the runtime and all that it imports, itself or by others, but for types and for what is always there. */
export function closureOf(path: string, always: readonly string[], seen: Set<string> = new Set()): readonly string[] {
  if (seen.has(path) || always.includes(path)) return []
  seen.add(path)
  const source = readFileSync(path, 'utf8')
  const imports = [...source.matchAll(/^(?:import|export) (?!type\b)([^;]*?) from '(\.[^']+)'/gms)]
  const used = imports.filter(([, names = '']) => !/^\{(?:\s*type \w+(?: as \w+)?,?)*\s*\}$/.test(names))
  return [path, ...used.flatMap(([, , from = '']) => closureOf(join(dirname(path), from), always, seen))]
}

/** Files of ours by path, packages by name. */
export function parts(modules: { readonly [path: string]: number }): readonly string[] {
  const names = Object.keys(modules).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path)
  return [...new Set(names)].sort()
}
