// The real command line as a child process, in a folder of its own: what it was given, what it said, how it ended.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The launcher that package.json names as `gatewright`. */
export const launcher = fileURLToPath(new URL('../../bin/gatewright.js', import.meta.url))

/** A gateway without a mistake. */
export const demo = 'authentication: off\nproviders:\n  echo: {}\n'

/** A gateway with three: line 1, line 3 and line 4. */
export const broken = 'authentification: off\nproviders:\n  opnai: {}\n  openai: { timeout: soon }\n'

export interface Ended {
  /** `null`: a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly cwd: string
  readonly env?: { readonly [name: string]: string }
}

/** A new folder with these files, gone when the test is over. */
export function folderWith(files: { readonly [path: string]: string | Uint8Array }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-cli-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Starts it with nothing of our own environment but what Node needs. */
export function start(words: readonly string[], { cwd, env = {} }: Surroundings): ChildProcess {
  const own = { PATH: process.env.PATH, HOME: cwd }
  return spawn(process.execPath, [launcher, ...words], {
    cwd,
    env: { ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs it to its end. */
export async function gatewright(words: readonly string[], surroundings: Surroundings): Promise<Ended> {
  const child = start(words, surroundings)
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk
    })
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, ...text }
}
