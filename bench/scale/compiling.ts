// `check` and `build` of 1 to 10,000 gateways: whole processes, from their start to their end, with the memory that they took at most.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Experiment } from '../experiments/experiment.ts'
import { generate } from '../generate.ts'
import { output } from '../support/processes.ts'
import { type Figures, takeTurns } from '../support/rounds.ts'
import { COUNTS } from './builds.ts'

const program = join(import.meta.dirname, '../../bin/gatewright.js')
/** Says at the end what the process used: a module that is loaded before the program. */
const reporter = `data:text/javascript,${encodeURIComponent(`(${report})()`)}`

function report(): void {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    process.stderr.write(`\nUSED ${userCPUTime + systemCPUTime} ${maxRSS}\n`)
  })
}

/** Milliseconds; bytes. Figures by gateway are of processor time, in which a busy machine shows less. */
export const compiling: Experiment = {
  name: 'scale-compile',
  group: 'scale',
  says: '`gatewright check` and `build` of generated gateways, from the start of the process to its end.',
  baseline: null,
  budgeted: true,
  run: async (_, { rounds, quick }) => {
    const folder = mkdtempSync(join(tmpdir(), 'gatewright-bench-'))
    const names = COUNTS.map((count) => [`${count} gateways`, count] as const)
    for (const [, count] of names) {
      const gateways = join(folder, String(count), 'gateways')
      mkdirSync(gateways, { recursive: true })
      for (const [name, text] of Object.entries(generate(count).yamls)) writeFileSync(join(gateways, name), text)
    }
    const counts = new Map<string, number>(names)
    const samples = await takeTurns(
      names.map(([name]) => name),
      quick ? 1 : Math.min(3, rounds),
      async (name) => {
        const count = counts.get(name) ?? 0
        const cwd = join(folder, String(count))
        const check = await run(['check'], cwd)
        const build = await run(['build'], cwd)
        return {
          checkMs: check.ms,
          buildMs: build.ms,
          checkMsPerGateway: check.cpuMs / count,
          buildMsPerGateway: build.cpuMs / count,
          buildPeakBytes: build.peakBytes,
        } satisfies Figures
      },
    )
    rmSync(folder, { recursive: true })
    return samples
  },
}

async function run(words: readonly string[], cwd: string) {
  const startedAt = performance.now()
  // Both streams in one: what the reporter says comes last.
  const said = await output(
    'sh',
    ['-c', 'exec "$@" 2>&1', 'sh', process.execPath, '--import', reporter, program, ...words],
    { cwd },
  )
  const ms = performance.now() - startedAt
  const [, cpuMicroseconds, peakKibibytes] = /\nUSED (\d+) (\d+)\n$/.exec(said) ?? []
  if (cpuMicroseconds === undefined) throw new Error(`gatewright ${words.join(' ')} did not say what it used:\n${said}`)
  return { ms, cpuMs: Number(cpuMicroseconds) / 1_000, peakBytes: Number(peakKibibytes) * 1_024 }
}
