// The sources of the client's code, as the package has them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../package-root.ts'

/** The text of a module below the runtime. */
export function runtimeSource(path: string): string {
  return readFileSync(join(packageRoot(), 'runtime', path), 'utf8')
}
