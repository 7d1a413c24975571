// One workerd process: started on a port or a socket, drained or killed. It never outlives this process.

import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { LOCK_STATE, LOCKED_EXIT_CODE } from '../../state-lock.ts'
import { CliError } from '../cli-error.ts'

/** A workerd that listens. */
export interface Workerd {
  /** The loopback port it listens on; 0 where it was given a socket that has none. */
  readonly port: number
  /** Resolves when it is gone, with what it ended with: `code 1`, `SIGKILL`. */
  readonly ended: Promise<string>
  /** The same as an exit code: 128 and its number for a signal, as shells have it. */
  readonly exitCode: Promise<number>
  /** Takes no new connection, ends what is in flight, and then itself; killed when that takes longer than the limit. */
  readonly drain: (limitMs: number) => Promise<void>
}

/** What to start, with what, and who hears what it says. */
export interface WorkerdOptions {
  /** The absolute path of its config. What it embeds is read before it listens, and not again. */
  readonly config: string
  /** A socket of its config, and the descriptor that takes its place. Left out: `http` listens on a free loopback port. */
  readonly socket?: { readonly name: string; readonly descriptor: number }
  /** The absolute path of the folder in which it keeps state; `null`: its config has no disk for that. */
  readonly state: string | null
  /** Makes the folder where there is none, and refuses one that another process has. */
  readonly isStateLocked?: true
  /** Where the services are that its config leaves open, by their names. */
  readonly services?: readonly (readonly [name: string, address: string])[]
  /** All the environment it gets. */
  readonly env: { readonly [name: string]: string }
  readonly onOutput: (line: string) => void
  readonly onComplaint: (line: string) => void
}

const startLimitMs = 20_000

/** Resolves when it listens. Raises CliError with what it said when it ends before that. */
export function startWorkerd(options: WorkerdOptions): Promise<Workerd> {
  const { state, socket, onOutput, onComplaint } = options
  const child = spawned(options)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const exit = new Promise<{ readonly how: string; readonly code: number }>((resolve) => {
    child.once('error', (error) => resolve({ how: error.message, code: 1 }))
    child.once('close', (code, signal) => {
      resolve({ how: signal ?? `code ${code}`, code: signal === null ? (code ?? 1) : 128 + constants.signals[signal] })
    })
  })
  const ended = exit.then(({ how }) => how)
  const exitCode = exit.then(({ code }) => code)
  void ended.then(() => process.off('exit', kill))

  const said: string[] = []
  let listening = false
  eachLine(child.stdio[1], onOutput)
  eachLine(child.stdio[2], (line) => (listening ? onComplaint(line) : said.push(line)))

  return new Promise((resolve, reject) => {
    const timer = setTimeout(kill, startLimitMs)
    void exit.then(({ how, code }) => {
      clearTimeout(timer)
      if (code === LOCKED_EXIT_CODE && options.isStateLocked) return reject(locked(state, said))
      const why = said.length > 0 ? said.join('\n') : `it ended with ${how} before it listened`
      reject(new CliError(`workerd does not start: ${why}`))
    })
    eachLine(child.stdio[3], (line) => {
      const port = portOf(line, socket?.name ?? 'http')
      if (port === null) return
      clearTimeout(timer)
      listening = true
      for (const early of said.splice(0)) onComplaint(early)
      resolve({ port, ended, exitCode, drain: (limitMs) => drain(child, ended, limitMs) })
    })
  })
}

/** In a process group of its own: Ctrl-C reaches us alone, and we let it finish what it is doing. */
function spawned({ config, socket, state, isStateLocked, services = [], env }: WorkerdOptions): ChildProcess {
  const words = [
    'serve',
    config,
    '--control-fd=3',
    ...(socket === undefined ? ['--socket-addr', 'http=127.0.0.1:0'] : ['--socket-fd', `${socket.name}=4`]),
    ...(state === null ? [] : ['--directory-path', `do-storage=${state}`]),
    ...services.flatMap(([name, address]) => ['--external-addr', `${name}=${address}`]),
  ]
  const [command, ...rest] =
    isStateLocked && state !== null
      ? ['/bin/sh', '-c', LOCK_STATE, 'sh', state, workerdProgram(), ...words]
      : [workerdProgram(), ...words]
  const given = socket === undefined ? [] : [socket.descriptor]
  return spawn(command ?? '', rest, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...given] })
}

function locked(state: string | null, said: readonly string[]): CliError {
  const holder = /^\d+$/.test(said[0] ?? '') ? `process ${said[0]}` : 'another process'
  return new CliError(
    `The state in "${state}" is in use by ${holder}.`,
    'Stop that one first, or choose another folder: --state FOLDER.',
  )
}

async function drain(child: ChildProcess, ended: Promise<string>, limitMs: number): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  await ended
  clearTimeout(timer)
}

/** A line of the control channel: `{"event":"listen","socket":"http","port":40123}`. */
function portOf(line: string, name: string): number | null {
  const { event, socket, port = 0 } = JSON.parse(line)
  return event === 'listen' && socket === name ? port : null
}

function eachLine(stream: unknown, handle: (line: string) => void): void {
  createInterface({ input: stream as Readable }).on('line', handle)
}

/** The package is CommonJS without types; its default export is the path of the program for this machine. */
export function workerdProgram(): string {
  return createRequire(import.meta.url)('workerd').default
}
