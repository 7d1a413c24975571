// Comes in: the ts blocks of a page, written into its folder as modules. Goes out: what TypeScript says of them, or what they said when
// Node ran them. A block that speaks of a port gets the real one, as sh blocks do.

import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './pages.ts'

const execute = promisify(execFile)

/** The types that a block may use. */
export type Platform = 'node' | 'worker'

/** What TypeScript complains about in these files of the folder; empty where all is right. */
export async function complaints(folder: string, files: readonly string[], platform: Platform): Promise<string> {
  const types = platform === 'node' ? ['node'] : ['@cloudflare/workers-types']
  const config = {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024'],
      module: 'esnext',
      moduleResolution: 'bundler',
      types,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      paths: { 'gatewright/binding': [`${root}runtime/binding/ai.ts`] },
    },
    files,
  }
  const path = join(folder, `tsconfig.${platform}.json`)
  writeFileSync(path, JSON.stringify(config))
  const compiler = `${root}node_modules/.bin/tsc`
  return execute(compiler, ['-p', path, '--pretty', 'false'], { cwd: folder }).then(
    () => '',
    (error: { readonly stdout?: string; readonly message: string }) => error.stdout ?? error.message,
  )
}
