// Runs the real workerd on a capnp file, on a free loopback port, and gives the port once it listens.
// The process gets the given environment and nothing else, and never outlives the test.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'

/** A running workerd. */
export interface Workerd {
  readonly port: number
  readonly pid: number
  /** What it wrote to its error stream so far: uncaught exceptions end up there. */
  stderr(): string
  stop(): Promise<void>
}

/** The `workerd` binary of the installed package. */
export const workerdPath = join(dirname(createRequire(import.meta.url).resolve('workerd/package.json')), 'bin/workerd')

/** Starts it. Rejects with what it said when it ends before it listens. */
export async function startWorkerd(capnpPath: string, env: { readonly [name: string]: string }): Promise<Workerd> {
  const listen = ['--socket-addr', 'http=127.0.0.1:0', '--control-fd=3']
  const child = spawn(workerdPath, ['serve', capnpPath, ...listen, ...storage(capnpPath)], {
    cwd: dirname(capnpPath),
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const port = await Promise.race([
    listening(child),
    ended.then(() => Promise.reject(new Error(`workerd ended before it listened:\n${stderr}`))),
  ])
  return {
    port,
    pid: child.pid ?? 0,
    stderr: () => stderr,
    stop: async () => {
      process.off('exit', kill)
      // Nothing here is worth a graceful end, which would wait for connections that clients keep alive.
      kill()
      await ended
    },
  }
}

/** Where gateways that keep something keep it, if their test has not placed it itself: beside their files. */
function storage(capnpPath: string): readonly string[] {
  const text = readFileSync(capnpPath, 'utf8')
  if (!text.includes('do-storage') || text.includes('disk = (path = ')) return []
  const folder = join(dirname(capnpPath), 'do-storage')
  mkdirSync(folder, { recursive: true })
  return [`--directory-path=do-storage=${folder}`]
}

// One JSON object a line: {"event":"listen","socket":"http","port":40001}
function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    let text = ''
    const control = child.stdio[3] as Readable
    control.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      for (const line of text.split('\n').slice(0, -1)) {
        const message: { event?: string; port?: number } = JSON.parse(line)
        if (message.event === 'listen' && message.port !== undefined) resolve(message.port)
      }
    })
  })
}
