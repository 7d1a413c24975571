// wrangler as a child process: the one of the user's project, else the one beside Gatewright. What is run shows what it says as it
// comes and ends with its own exit code; what is asked is read. No secret's value is ever among its words.

import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { packageRoot } from '../../package-root.ts'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'

/** A wrangler that can be called, one after the other or side by side. */
export interface Wrangler {
  readonly version: string
  /** Runs it in sight, with the terminal as its own; gives its exit code. */
  readonly run: (words: readonly string[], variables?: Variables) => Promise<number>
  /** Runs it out of sight and reads what it answers as JSON. */
  readonly ask: (words: readonly string[]) => Promise<Answer>
  /** The exit code for somebody who was stopped; `null`: nobody stopped us. */
  readonly stopped: () => number | null
}

/** Variables for it besides those that we have. */
export interface Variables {
  readonly [name: string]: string
}

/** What became of a question; `absent`: the account has no such Worker, or nothing of it is deployed. */
export type Answer =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly reason: string }

/** It calls nobody then: neither to count us nor to look for a newer version of itself. */
export const OFFLINE: Variables = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' }

/** Raises CliError where there is none. From here on Ctrl-C is wrangler's to answer first. */
export function openWrangler(io: Io): Wrangler {
  const { launcher, version } = find(io.cwd)
  let stopped = false
  const stopping = io.untilStopped().then(() => {
    stopped = true
  })
  const start = (words: readonly string[], variables: Variables, mode: 'shown' | 'read') => {
    // What is built is for one environment: wrangler is not to look for one of its own.
    const { CLOUDFLARE_ENV: _, ...env } = io.env
    const child = spawn(process.execPath, [launcher, ...words], {
      cwd: io.cwd,
      env: { ...env, ...variables },
      stdio: mode === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    const said = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
        said[name] += chunk
      })
    }
    // A terminal tells all at once, and wrangler may have something to put right; other senders tell only us.
    void stopping.then(() => setTimeout(() => child.kill('SIGTERM'), graceMs).unref())
    return new Promise<Ended>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve({ ...said, code: code ?? codeOf(signal) }))
    })
  }
  return {
    version,
    run: async (words, variables = {}) => (await start(words, variables, 'shown')).code,
    ask: async (words) => answerOf(await start(words, { WRANGLER_HIDE_BANNER: 'true' }, 'read')),
    stopped: () => (stopped ? codeOf('SIGINT') : null),
  }
}

const graceMs = 500

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** As shells say that a signal ended something. */
function codeOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128 + constants.signals[signal]
}

function find(cwd: string): { readonly launcher: string; readonly version: string } {
  for (const folder of [cwd, packageRoot()]) {
    const require = createRequire(join(folder, 'package.json'))
    let manifest: string
    try {
      manifest = require.resolve('wrangler/package.json')
    } catch {
      continue
    }
    const { version, bin } = require(manifest) as {
      readonly version: string
      readonly bin: { readonly wrangler: string }
    }
    return { launcher: join(dirname(manifest), bin.wrangler), version }
  }
  throw new CliError('wrangler is not installed, and deploying is its work.', 'npm install --save-dev wrangler')
}

// The code of Cloudflare's API for a Worker that is not there, and wrangler's own words for one without deployments.
const ABSENT = /\[code: 10007\]|has no deployments/

function answerOf({ code, stdout, stderr }: Ended): Answer {
  const said = stripVTControlCharacters(`${stderr}\n${stdout}`)
  if (code !== 0 && ABSENT.test(said)) return { kind: 'absent' }
  if (code !== 0) return { kind: 'refused', reason: reasonOf(said) }
  try {
    return { kind: 'answer', value: JSON.parse(stdout) }
  } catch {
    return { kind: 'refused', reason: 'its answer is no JSON' }
  }
}

/** The first sentence of its complaint. */
function reasonOf(said: string): string {
  const line = /\[?ERROR\]?\s*(.+)/.exec(said)?.[1] ?? said.trim().split('\n')[0] ?? ''
  return (/^.*?[^.]\.(?=\s|$)/.exec(line)?.[0] ?? line).trim().slice(0, 300) || 'it did not say why'
}
