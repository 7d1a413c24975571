// One workerd process: started on a port of its own choosing, drained or killed. It never outlives this process.

import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { CliError } from '../cli-error.ts'

/** A workerd that listens. */
export interface Workerd {
  /** The loopback port it listens on. */
  readonly port: number
  /** Resolves when it is gone, with what it ended with: `code 1`, `SIGKILL`. */
  readonly ended: Promise<string>
  /** Takes no new connection, ends what is in flight, and then itself; killed when that takes longer than the limit. */
  readonly drain: (limitMs: number) => Promise<void>
}

/** What to start, with what, and who hears what it says. */
export interface WorkerdOptions {
  /** The absolute path of its config. What it embeds is read before it listens, and not again. */
  readonly config: string
  /** The absolute path of the folder in which it keeps state; `null`: its config has no disk for that. */
  readonly state: string | null
  /** All the environment it gets. */
  readonly env: { readonly [name: string]: string }
  readonly onOutput: (line: string) => void
  readonly onComplaint: (line: string) => void
}

const startLimitMs = 20_000

/** Resolves when it listens. Raises CliError with what it said when it ends before that. */
export function startWorkerd({ config, state, env, onOutput, onComplaint }: WorkerdOptions): Promise<Workerd> {
  const disk = state === null ? [] : ['--directory-path', `do-storage=${state}`]
  const words = ['serve', config, '--socket-addr', 'http=127.0.0.1:0', '--control-fd=3', ...disk]
  // In a process group of its own: Ctrl-C reaches us alone, and we let it finish what it is doing.
  const child = spawn(binary(), words, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ?? `code ${code}`))
  })
  void ended.then(() => process.off('exit', kill))

  const said: string[] = []
  let listening = false
  eachLine(child.stdio[1], onOutput)
  eachLine(child.stdio[2], (line) => (listening ? onComplaint(line) : said.push(line)))

  return new Promise((resolve, reject) => {
    const timer = setTimeout(kill, startLimitMs)
    void ended.then((how) => {
      clearTimeout(timer)
      const why = said.length > 0 ? said.join('\n') : `it ended with ${how} before it listened`
      reject(new CliError(`workerd does not start: ${why}`))
    })
    eachLine(child.stdio[3], (line) => {
      const port = portOf(line)
      if (port === null) return
      clearTimeout(timer)
      listening = true
      for (const early of said.splice(0)) onComplaint(early)
      resolve({ port, ended, drain: (limitMs) => drain(child, ended, limitMs) })
    })
  })
}

async function drain(child: ChildProcess, ended: Promise<string>, limitMs: number): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  await ended
  clearTimeout(timer)
}

/** A line of the control channel: `{"event":"listen","socket":"http","port":40123}`. */
function portOf(line: string): number | null {
  const { event, socket, port } = JSON.parse(line)
  return event === 'listen' && socket === 'http' ? port : null
}

function eachLine(stream: unknown, handle: (line: string) => void): void {
  createInterface({ input: stream as Readable }).on('line', handle)
}

// The package is CommonJS without types; its default export is the path of the program for this machine.
function binary(): string {
  return createRequire(import.meta.url)('workerd').default
}
