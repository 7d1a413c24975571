// `gatewright build --target binary`: has workerd make a program of the build, and puts it behind its launcher, as one file.

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { Compilation } from '../../compile.ts'
import { CliError } from '../cli-error.ts'
import { temporaryFolder, writeOutputs } from '../files.ts'
import { workerdProgram } from '../running/workerd.ts'

/** The file's name in the folder that is written to. */
export const BINARY = 'gateway'

// Debug symbols are a quarter of it. They must go before the config is appended: strip would take that for something to go as well.
const SCRIPT = `set -e
cd "$1"
program=$2
if [ "$(uname -s)" = Linux ] && strip -o stripped "$2" 2>/dev/null && ./stripped --version >/dev/null 2>&1; then
  program=./stripped
fi
"$program" compile workerd.capnp >program
id=$(cksum <program | tr ' ' -)
{ printf '#!/bin/sh\\nid=%s\\n' "$id"; cat launcher program; } >"$3.tmp" || { rm -f "$3.tmp"; exit 1; }
chmod 755 "$3.tmp"
mv -f "$3.tmp" "$3"
`

/** Writes it into a folder that is there. Raises CliError where it cannot be made. */
export async function writeBinary({ plan, outputs }: Compilation, cwd: string, folder: string): Promise<void> {
  if (plan === null || outputs === null) return
  const { launcherText } = await import('../../5-bundle/binary.ts')
  const launcher = { path: 'launcher', bytes: new TextEncoder().encode(launcherText(plan)) }
  const temporary = temporaryFolder()
  try {
    writeOutputs(temporary.path, '.', [...outputs, launcher])
    await shell(SCRIPT, [temporary.path, workerdProgram(), resolve(cwd, folder, BINARY)])
  } finally {
    temporary.remove()
  }
}

function shell(script: string, words: readonly string[]): Promise<void> {
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return new Promise((done, failed) => {
    child.once('error', (error) => failed(new CliError(`A binary needs a POSIX shell to be made: ${error.message}`)))
    child.once('close', (code) => {
      if (code === 0) done()
      else failed(new CliError(`The binary cannot be made: ${said.trim()}`))
    })
  })
}
