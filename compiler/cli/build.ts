// `gatewright build`: compiles and writes the build, then says what was written, how large it is and what it needs.

import { gzipSync } from 'node:zlib'
import type { Plan } from '../3-plan/ir.ts'
import type { Output } from '../compile.ts'
import { count } from '../diagnostics/words.ts'
import { type Command, folderArgument, formatOption } from './command.ts'
import { readSources, writeOutputs } from './files.ts'
import { paint, type Terminal } from './io.ts'
import { withProgress } from './progress.ts'
import { report } from './report.ts'

/** `gatewright build [dir] --out dist` */
export const buildCommand: Command<'out' | 'format'> = {
  name: 'build',
  summary: 'compile the YAML to a Worker, ready for Cloudflare and for workerd',
  description:
    'Checks first: with an error nothing is written and it exits with 1. The same YAML always gives the same bytes.\nWith another format than pretty, stdout holds the diagnostics alone and the rest goes to stderr.',
  argument: folderArgument,
  options: {
    out: { value: 'dir', default: 'dist', description: 'the folder to write to' },
    format: formatOption,
  },
  examples: [
    ['gatewright build', 'compile gateways/ to dist/'],
    ['gatewright build examples --out build/worker', 'compile another folder to another place'],
    ['workerd serve dist/workerd.capnp', 'run the build on this machine'],
  ],
  async run({ argument, options }, io) {
    const sources = readSources(io.cwd, argument)
    const { compile } = await import('../compile.ts')
    const compiled = await withProgress(io, `Building ${count(sources.length, 'file')}`, sources.length, () =>
      compile(sources),
    )
    report(compiled, options.format, io.out)
    if (compiled.plan === null || compiled.outputs === null) return 1
    writeOutputs(io.cwd, options.out, compiled.outputs)
    const terminal = options.format === 'pretty' ? io.out : io.err
    terminal.write(summary(terminal, options.out, compiled.plan, compiled.outputs))
    return 0
  },
}

function summary(terminal: Terminal, folder: string, plan: Plan, outputs: readonly Output[]): string {
  const rows = outputs.map(({ path, bytes }) => [
    `${folder.replace(/\/+$/, '')}/${path}`,
    size(bytes.byteLength),
    `gzip ${size(gzipSync(bytes, { level: 9 }).byteLength)}`,
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(
    ([path = '', plain = '', packed = '']) =>
      `${path.padEnd(widths[0] ?? 0)}  ${plain.padStart(widths[1] ?? 0)}  ${paint(terminal, 'dim', packed.padStart(widths[2] ?? 0))}`,
  )
  const secrets = plan.secrets.map(({ name }) => name)
  const needs =
    secrets.length === 0
      ? 'It needs no secrets.'
      : `It needs ${count(secrets.length, 'secret')}: ${secrets.join(', ')}.`
  return `${lines.join('\n')}\n${count(plan.gateways.length, 'gateway')}. ${needs}\n`
}

/** `12,345 B`: exact, because budgets are. */
function size(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} B`
}
