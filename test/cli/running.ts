// A command that serves, as a child process that a test can talk to: what it said, what answers there, and its end.

import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

export interface Running {
  readonly pid: number
  /** All it has said, stdout and stderr. */
  readonly said: () => string
  /** Waits until it has said something like this; returns the match. */
  readonly hear: (what: RegExp) => Promise<RegExpExecArray>
  /** Sends a signal; resolves with the exit code, or the signal that ended it. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | string | null>
  readonly ended: Promise<number | string | null>
}

const patienceMs = 25_000

/** Ended with the test, if not before. */
export function running(child: ChildProcess): Running {
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code))
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  const end = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  onTestFinished(async () => {
    // A second signal ends what still waits for streams.
    const timer = setTimeout(() => child.kill('SIGINT'), 5000)
    await end()
    clearTimeout(timer)
  })
  return {
    pid: child.pid ?? 0,
    said: () => text,
    hear: async (what) => {
      for (const untilMs = Date.now() + patienceMs; Date.now() < untilMs; await sleep(10)) {
        const match = what.exec(text)
        if (match !== null) return match
      }
      throw new Error(`It did not say ${what} within ${patienceMs} ms, but:\n${text}`)
    },
    end,
    ended,
  }
}

/** Statuses of so many requests to `echo`, one after the other, on connections of their own. */
export async function statuses(url: string, count: number): Promise<readonly number[]> {
  const all: number[] = []
  for (let n = 0; n < count; n++) {
    const body = JSON.stringify({ model: 'echo', messages: [{ role: 'user', content: 'Hello' }] })
    const headers = { connection: 'close' }
    const response = await fetch(`${url}/v1/local/demo/echo/chat/completions`, { method: 'POST', headers, body })
    await response.text()
    all.push(response.status)
  }
  return all
}
