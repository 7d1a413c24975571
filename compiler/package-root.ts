// The folder that holds gateway.schema.json and runtime/: the repository, or the installed package whose code is in lib/.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let found: string | null = null

/** An absolute path. The package is broken when there is no such folder above this file. */
export function packageRoot(): string {
  if (found !== null) return found
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'gateway.schema.json'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error('gateway.schema.json is missing: reinstall gatewright')
    folder = above
  }
  found = folder
  return folder
}
