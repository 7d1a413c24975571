// Folders of this run: made below the system's own for such, and gone when this process is.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { compile, type Output } from '../../compiler/compile.ts'

const made = new Set<string>()

process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A new folder with these files in it. */
export function folderWith(files: readonly Pick<Output, 'path' | 'bytes'>[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-bench-'))
  made.add(folder)
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}

/** YAML texts by file name in, the files of their build out. Throws what the check found. */
export async function compiled(yamls: { readonly [name: string]: string }): Promise<readonly Output[]> {
  const sources = Object.entries(yamls).map(([name, text]) => {
    return { kind: 'source' as const, path: `gateways/${name}`, bytes: Buffer.from(text) }
  })
  const { outputs, diagnostics } = await compile(sources)
  if (outputs === null) throw new Error(`The gateways do not compile: ${diagnostics.map(({ message }) => message)}`)
  return outputs
}

/** The same, in a folder. */
export async function built(yamls: { readonly [name: string]: string }): Promise<string> {
  return folderWith(await compiled(yamls))
}
