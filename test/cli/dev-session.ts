// A `gatewright dev` that a test can talk to: where it serves, what it said so far, the workerd under it, and its end.

import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { start } from './command-line.ts'

export interface DevSession {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** All it has said, stdout and stderr. */
  readonly said: () => string
  /** Waits until it has said something like this since the last time; returns the match. */
  readonly hear: (what: RegExp) => Promise<RegExpExecArray>
  /** The workerd processes below it. */
  readonly workers: () => readonly number[]
  /** Sends a signal; resolves with the exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
}

const patienceMs = 20_000

/** Starts it on a free port and waits until it serves, or says that it cannot yet. */
export async function startDev(
  cwd: string,
  env: { readonly [name: string]: string } = {},
  words: readonly string[] = [],
): Promise<DevSession> {
  const child = start(['dev', '--port', '0', ...words], { cwd, env })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  let text = ''
  let heard = 0
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  const hear = async (what: RegExp) => {
    for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(10)) {
      const match = what.exec(text.slice(heard))
      if (match === null) continue
      heard += match.index + match[0].length
      return match
    }
    throw new Error(`It did not say ${what} within ${patienceMs} ms, but:\n${text.slice(heard)}`)
  }
  const end = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  onTestFinished(async () => {
    await end()
  })
  const [, url = ''] = await hear(/Listening on (\S+)\n/)
  return { url, said: () => text, hear, workers: () => workersBelow(child.pid ?? 0), end }
}

/** Whether a process is there, be it as a zombie. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A chat completion from `echo`; fails where the gateway does not answer with 200. */
export async function chat(url: string, gateway = 'demo', init: RequestInit = {}): Promise<string> {
  const response = await fetch(`${url}/v1/local/${gateway}/echo/chat/completions`, {
    method: 'POST',
    // An idle connection goes with the build that it was made to, and may be asked once more just then.
    headers: { connection: 'close' },
    body: JSON.stringify({ model: 'echo-1', messages: [{ role: 'user', content: 'Hello' }] }),
    ...init,
  })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return text
}

function workersBelow(pid: number): readonly number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' }).trim().split('\n')
  return rows
    .map((row) => row.trim().split(/\s+/))
    .flatMap(([child, parent, name]) => (Number(parent) === pid && name === 'workerd' ? [Number(child)] : []))
}
