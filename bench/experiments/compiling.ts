// The command line, as a person waits for it: whole processes on the examples, from their start to their end, and `dev` from a save to the
// moment that the new build answers.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from '../generate.ts'
import { output, type Running, start } from '../support/processes.ts'
import { takeTurns } from '../support/rounds.ts'
import type { Experiment } from './experiment.ts'

const root = join(import.meta.dirname, '../..')
const program = join(root, 'bin/gatewright.js')
/** A build of a thousand gateways takes seconds: one that says nothing for so long never will. */
const PATIENCE_MS = 60_000

/** Milliseconds of wall clock. */
export const commands: Experiment = {
  name: 'commands',
  group: 'compile',
  says: "`gatewright check` and `build` of this repository's `gateways/`, from the start of the process to its end. `node` is Node with nothing to do.",
  baseline: 'node',
  budgeted: true,
  run: async (_, { quick, rounds }) => {
    const folder = mkdtempSync(join(tmpdir(), 'gatewright-bench-'))
    const words = {
      node: ['-e', '0'],
      check: [program, 'check'],
      build: [program, 'build', '--out', join(folder, 'dist')],
    }
    cpSync(join(root, 'gateways'), join(folder, 'gateways'), { recursive: true })
    // Code that Node has compiled before is kept: the first run of all is another matter.
    for (const each of Object.values(words)) await output(process.execPath, each, { cwd: folder })
    const samples = await takeTurns(['node', 'check', 'build'] as const, quick ? rounds : rounds * 2, async (name) => {
      const startedAt = performance.now()
      await output(process.execPath, words[name], { cwd: folder })
      return { ms: performance.now() - startedAt }
    })
    rmSync(folder, { recursive: true })
    return samples
  },
}

/** From a save to the build that answers. */
export const rebuilding: Experiment = {
  name: 'rebuild',
  group: 'compile',
  says: '`gatewright dev`, from the moment that a file is saved to the moment that it says the new build is served, by how many gateways there are.',
  baseline: null,
  budgeted: false,
  run: async (_, { rounds }) => {
    const samples: { [name: string]: { ms: readonly number[] } } = {}
    for (const count of [1, 100, 1_000]) samples[`${count} gateways`] = { ms: await rebuild(count, rounds) }
    return samples
  },
}

async function rebuild(count: number, rounds: number): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-bench-'))
  const { yamls, ids } = generate(count)
  mkdirSync(join(folder, 'gateways'))
  for (const [name, text] of Object.entries(yamls)) writeFileSync(join(folder, 'gateways', name), text)
  const dev = start(process.execPath, [program, 'dev', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await said(dev, 'stdout', 'Ctrl-C stops')
  const edited = `${ids[0]}.yaml`
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const again = said(dev, 'stderr', 'Built again')
    const startedAt = performance.now()
    writeFileSync(join(folder, 'gateways', edited), `${yamls[edited]}# Round ${round}.\n`)
    await again
    times.push(performance.now() - startedAt)
  }
  // It has a workerd of its own to end.
  const ended = new Promise((resolve) => dev.child.once('close', resolve))
  dev.child.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true })
  return times
}

/** Settles when a process says something on one of its streams. Rejects when it ends first. */
function said({ child }: Running, stream: 'stdout' | 'stderr', words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`gatewright dev did not say "${words}" within ${PATIENCE_MS} ms:\n${text}`))
    const timer = setTimeout(late, PATIENCE_MS)
    let text = ''
    const look = (chunk: Buffer) => {
      text += chunk.toString()
      if (!text.includes(words)) return
      child[stream]?.off('data', look)
      clearTimeout(timer)
      resolve()
    }
    child[stream]?.on('data', look)
    child.once('close', () => reject(new Error(`gatewright dev ended before it said "${words}":\n${text}`)))
  })
}
