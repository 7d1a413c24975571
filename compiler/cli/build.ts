// `gatewright build`: compiles and writes the build, then says what was written, how large it is and what it needs.

import { basename, dirname } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plan } from '../3-plan/ir.ts'
import type { Output } from '../compile.ts'
import { count, quote } from '../diagnostics/words.ts'
import { CLIENT } from '../layout.ts'
import { bindingLines } from './binding-lines.ts'
import { BINARY, writeBinary } from './build/binary.ts'
import { clusterFiles, clusterOptions } from './build/cluster.ts'
import { limitLines } from './build/limit-lines.ts'
import { CliError } from './cli-error.ts'
import { type Command, folderArgument, formatOption } from './command.ts'
import { chosenEnvironment, environmentOption, outFolder, outOption } from './environment.ts'
import { readSources, writeOutputs } from './files.ts'
import { paint, type Terminal } from './io.ts'
import { withProgress } from './progress.ts'
import { report } from './report.ts'

/** `gatewright build [dir] --env production --out dist --client path --client-only` */
export const buildCommand: Command<
  'env' | 'out' | 'target' | 'bucket' | 'state-nodes' | 'client' | 'client-only' | 'format'
> = {
  name: 'build',
  summary: 'compile the YAML to a Worker, ready for Cloudflare and for workerd',
  description:
    'Checks first: with an error nothing is written and it exits with 1. The same YAML always gives the same bytes.\nWith another format than pretty, stdout holds the diagnostics alone and the rest goes to stderr.',
  argument: folderArgument,
  options: {
    env: environmentOption,
    out: outOption,
    target: {
      value: 'name',
      default: 'worker',
      choices: ['worker', 'binary', 'cluster'],
      description: `what to build besides the Worker: binary for ${BINARY}, one file that runs by itself; cluster for many machines`,
    },
    ...clusterOptions,
    client: {
      value: 'path',
      default: '',
      example: 'src/gateway.ts',
      description: `where the typed client goes, in place of ${CLIENT} in the folder to write to`,
    },
    'client-only': {
      isFlag: true,
      value: '',
      default: '',
      description: 'write the typed client and nothing else',
    },
    format: formatOption,
  },
  examples: [
    ['gatewright build', 'compile gateways/ to dist/'],
    ['gatewright build examples --out build/worker', 'compile another folder to another place'],
    ['gatewright build --client-only --client src/gateway.ts', 'write just the typed client, among your own sources'],
    ['workerd serve dist/workerd.capnp', 'run the build on this machine'],
    ['gatewright build --target binary --out build', `make build/${BINARY}, which serves on this kind of machine`],
    ['gatewright build --target cluster --bucket s3://my-bucket/gateways', 'build for many machines'],
  ],
  async run({ argument, options, given }, io) {
    const sources = readSources(io.cwd, argument)
    const env = chosenEnvironment(options.env, sources)
    const out = outFolder(given, env)
    const isClientPlaced = options.client !== ''
    if (isClientPlaced && !/[^/\\]\.[cm]?ts$/.test(options.client)) {
      throw new CliError(`--client names a TypeScript file, and ${quote(options.client)} is none.`, HINT)
    }
    const { compile, compileClient } = await import('../compile.ts')
    const compiled = await withProgress(io, `Building ${count(sources.length, 'file')}`, sources.length, () =>
      options['client-only'] === '' ? compile(sources, { env }) : compileClient(sources, { env }),
    )
    report(compiled, options.format, io.out)
    if (compiled.plan === null || compiled.outputs === null) return 1
    const outputs = [...compiled.outputs, ...(await clusterFiles(compiled, options))]
    const files = outputs.map(({ path, bytes }) => {
      const isMoved = isClientPlaced && path === CLIENT
      return { path: isMoved ? options.client : `${out}/${path}`, bytes, isMoved }
    })
    const stays = outputs.filter((_, index) => files[index]?.isMoved !== true)
    if (stays.length > 0) writeOutputs(io.cwd, out, stays)
    for (const { path, bytes } of files.filter(({ isMoved }) => isMoved)) {
      writeOutputs(io.cwd, dirname(path), [{ path: basename(path), bytes }])
    }
    if (options.target === 'binary' && options['client-only'] === '') {
      await withProgress(io, `Making ${out}/${BINARY}`, 1, () => writeBinary(compiled, io.cwd, out))
      io.err.write(`${out}/${BINARY} runs by itself: ${out}/${BINARY} --port 8080\n`)
    }
    const terminal = options.format === 'pretty' ? io.out : io.err
    terminal.write(
      `${summary(terminal, compiled.plan, files)}${limitLines(terminal, compiled.plan, compiled.outputs)}${options['client-only'] === '' ? bindingLines(terminal, compiled.plan) : ''}`,
    )
    return 0
  },
}

const HINT = 'Write --client <path>, for example --client src/gateway.ts.'

/** `files`: by the paths that the user knows. */
function summary(terminal: Terminal, plan: Plan, files: readonly Output[]): string {
  const rows = files.map(({ path, bytes }) => [
    path,
    size(bytes.byteLength),
    `gzip ${size(gzipSync(bytes).byteLength)}`,
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(
    ([path = '', plain = '', packed = '']) =>
      `${path.padEnd(widths[0] ?? 0)}  ${plain.padStart(widths[1] ?? 0)}  ${paint(terminal, 'dim', packed.padStart(widths[2] ?? 0))}`,
  )
  const secrets = plan.secrets.map(({ name }) => name)
  const needs =
    secrets.length === 0
      ? ' It needs no secrets.'
      : ` It needs ${count(secrets.length, 'secret')}: ${secrets.join(', ')}.`
  const hasWorker = files.length > 1
  return `${lines.join('\n')}\n${count(plan.gateways.length, 'gateway')}.${hasWorker ? needs : ''}\n`
}

/** `12,345 B`: exact, because budgets are. */
function size(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} B`
}
