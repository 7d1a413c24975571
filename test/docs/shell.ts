// Comes in: an sh block of a page. Goes out: what it said and its exit code, run by bash in the page's folder. `npx` starts what this
// repository has and nothing else, and no command finds a network of its own but loopback.

import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './pages.ts'

/** What a command said and how it ended. */
export interface Said {
  /** `null`: a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Where and with what a command runs. */
export interface Place {
  readonly folder: string
  readonly env: { readonly [name: string]: string }
}

const PATIENCE_MS = 60_000

/** Puts `npx`, `npm` and `gatewright` as users have them into a folder's `.bin`, and tells curl that an error status is a failure. */
export function writeCommands(folder: string): void {
  const bin = join(folder, '.bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(folder, '.curlrc'), 'fail-with-body\nsilent\nshow-error\n')
  const launch = `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(`${root}bin/gatewright.js`)}`
  const commands = {
    gatewright: `${launch} "$@"`,
    npm: 'echo "A page installs nothing when it is tested: say why its block is not run." >&2; exit 127',
    npx: `case "$1" in
  gatewright) shift; ${launch} "$@";;
  wrangler|workerd) name=$1; shift; exec ${JSON.stringify(`${root}node_modules/.bin`)}/$name "$@";;
  *) echo "The pages run gatewright, wrangler and workerd by npx, not $1." >&2; exit 127;;
esac`,
  }
  for (const [name, text] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
}

/** Starts a block. It gets no environment but the page's and what programs need. */
export function startShell(text: string, { folder, env }: Place): ChildProcess {
  return spawn('bash', ['-euo', 'pipefail', '-c', text], {
    cwd: folder,
    env: {
      PATH: `${join(folder, '.bin')}:${root}node_modules/.bin:${process.env.PATH}`,
      HOME: folder,
      NO_COLOR: '1',
      WRANGLER_SEND_METRICS: 'false',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that it ends with all that it started.
    detached: true,
  })
}

/** Runs a block to its end. */
export async function runShell(text: string, place: Place): Promise<Said> {
  const child = startShell(text, place)
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk
    })
  }
  const impatience = setTimeout(() => endShell(child), PATIENCE_MS)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(impatience)
  return { code, ...said }
}

/** Ends a block that serves, gracefully for two seconds. */
export async function endShell(child: ChildProcess): Promise<void> {
  const { pid } = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  signal(pid, 'SIGTERM')
  const kill = setTimeout(() => signal(pid, 'SIGKILL'), 2_000)
  await ended
  clearTimeout(kill)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch {
    // It has just ended by itself.
  }
}
