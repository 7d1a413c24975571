// Starts the processes of a run, and says what they use as Linux counts it in /proc. What is started here ends with this process,
// whatever happens to it; nothing else is ever touched.

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const running = new Set<ChildProcess>()
/** Linux counts processor time in hundredths of a second, whatever its clock. */
const TICK_MS = 10

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

/** A process of this run. */
export interface Running {
  readonly pid: number
  readonly child: ChildProcess
  /** Ends it at once. Settles when it has. */
  stop(): Promise<void>
}

/** Starts a program. Its output goes nowhere unless `options.stdio` says otherwise. */
export function start(program: string, words: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(program, words, { stdio: 'ignore', ...options })
  running.add(child)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  void ended.then(() => running.delete(child))
  return {
    pid: child.pid ?? 0,
    child,
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs a program to its end and gives what it printed. Rejects with what it said of its failure. */
export async function output(program: string, words: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const { child } = start(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  let complaint = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}:\n${complaint}${text}`)
  return text
}

/** The first line that a process prints; the port it listens on, mostly. Rejects when it ends without one. */
export function firstLine({ child }: Running): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
    child.once('close', (code) =>
      reject(new Error(`${child.spawnargs.join(' ')} ended with ${code} before it listened`)),
    )
  })
}

/** Processor time that a process has used since it began, user's and system's. Ten milliseconds are the least that it tells. */
export function cpuMs(pid: number): number {
  // The second field is the program's name in brackets, and may have spaces in it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** Memory of a process that is in the machine's. */
export function residentBytes(pid: number): number {
  const [, kibibytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}
