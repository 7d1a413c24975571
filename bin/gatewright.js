#!/usr/bin/env node
// Starts the command line: from the TypeScript beside it in the repository, from lib/ in an installed package
// (which holds no TypeScript of the compiler's, because Node does not run any below node_modules).

import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'

const source = existsSync(new URL('../compiler/cli/main.ts', import.meta.url))
if (source && !process.features.typescript) {
  process.stderr.write(
    `error: Here Gatewright runs from its TypeScript, which Node ${process.versions.node} does not.\n` +
      '  hint: Start it with "npx gatewright" or an npm script: they use the Node in node_modules.\n',
  )
  process.exitCode = 2
} else {
  // Keeps compiled code between runs; where there is nowhere to keep it, the command is only slower.
  module.enableCompileCache?.()
  const [folder, ending] = source ? ['../compiler/cli', 'ts'] : ['../lib/compiler/cli', 'js']
  const { processIo } = await import(`${folder}/io.${ending}`)
  const { main } = await import(`${folder}/main.${ending}`)
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.exitCode = await main(process.argv.slice(2), processIo(version))
}
