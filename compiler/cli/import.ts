// `gatewright import`: another gateway's configuration in, YAML out, with a report of what became of each setting.

import { basename } from 'node:path'
import type { Checked } from '../compile.ts'
import { count, quote } from '../diagnostics/words.ts'
import { modeline } from '../init/modeline.ts'
import { CliError } from './cli-error.ts'
import type { Command, Input } from './command.ts'
import { readBytes, readIfThere, writeOutputs } from './files.ts'
import type { Io } from './io.ts'
import { report } from './report.ts'

type Name = 'from' | 'out' | 'id' | 'with' | 'force' | 'format'

/** `gatewright import FILE --from litellm|portkey|cloudflare --out gateways` */
export const importCommand: Command<Name> = {
  name: 'import',
  summary: 'make YAML of a LiteLLM, Portkey or Cloudflare configuration',
  description:
    'Says of every setting whether it was carried over, approximated or left out, with its place in the source and why.\nKeys that stand in the source are written nowhere: they become secrets by name. Existing files are kept.',
  argument: { name: 'file', default: null, description: 'config.yaml of LiteLLM, or JSON of the others' },
  options: {
    from: {
      value: 'format',
      default: '',
      example: 'litellm',
      choices: ['litellm', 'portkey', 'cloudflare'],
      description: 'the format of the file, where its content does not tell',
    },
    out: { value: 'dir', default: 'gateways', description: 'the folder to write to' },
    id: {
      value: 'id',
      default: '',
      example: 'support',
      description: "the gateway's id, in place of the source's or the file's name",
    },
    with: {
      value: 'file',
      default: '',
      example: 'routes.json',
      description: 'more of the same gateway: its routes, provider configs, custom providers; may be repeated',
    },
    force: { isFlag: true, value: '', default: '', description: 'write over a file that is there' },
    format: { value: 'name', default: 'text', choices: ['text', 'json'], description: 'how the report is shown' },
  },
  examples: [
    ['gatewright import config.yaml --id main', "make gateways/main.yaml of LiteLLM's configuration"],
    ['gatewright import gateway.json --with routes.json', 'a hosted gateway with its dynamic routes'],
    ['gatewright import config.json --from portkey --format json', 'the report for programs'],
  ],
  run,
}

async function run(input: Input<Name>, io: Io): Promise<number> {
  const { argument, options } = input
  const { id, out, from } = options
  if (id !== '' && !/^[A-Za-z0-9-][A-Za-z0-9_-]{0,63}$/.test(id)) {
    throw new CliError(
      `${quote(id)} is no id of a gateway.`,
      'It has 1 to 64 letters, digits, hyphens and underscores, and no underscore first.',
    )
  }
  const { formats, ImportError, importSources } = await import('../import/import.ts')
  const { reportOf } = await import('../import/report.ts')
  const paths = [argument, ...(input.given.get('with') ?? [])]
  const sources = paths.map((path) => ({ kind: 'source' as const, path: shown(path), bytes: readBytes(io.cwd, path) }))
  const format = formats.find((known) => known === from) ?? null
  try {
    const result = importSources({ sources, format, id: id === '' ? null : id, modeline: modeline(out) })
    const files = result.files.map(({ name, text }) => ({ path: name, bytes: new TextEncoder().encode(text) }))
    const folder = out.replace(/\/+$/, '')
    const written = files.map(({ path }) => `${folder}/${path}`)
    for (const path of written) if (options.force === '') refuseExisting(io, path)
    writeOutputs(io.cwd, out, files)
    io.out.write(reportOf(result, written, options.format === 'json' ? 'json' : 'text'))
    const checked = await check(files.map(({ bytes }, index) => ({ path: written[index] ?? '', bytes })))
    report(checked, 'pretty', io.err)
    io.err.write(`Wrote ${written.join(', ')}: ${words(result.findings)}.\n`)
    return checked.plan === null ? 1 : 0
  } catch (error) {
    throw error instanceof ImportError ? new CliError(error.message, error.hint) : error
  }
}

function words(findings: readonly { readonly outcome: string }[]): string {
  const amount = (outcome: string) => findings.filter((finding) => finding.outcome === outcome).length
  return `${count(amount('carried'), 'setting')} carried over, ${amount('approximated')} approximated, ${amount('left-out')} left out`
}

/** No absolute path in a report: the same source gives the same report wherever it stands. */
function shown(path: string): string {
  return path.startsWith('/') || path.startsWith('..') ? basename(path) : path.replaceAll('\\', '/')
}

function refuseExisting(io: Io, path: string): void {
  if (readIfThere(io.cwd, path) === null) return
  throw new CliError(`${quote(path)} is there already.`, 'Choose another --id or --out, or write over it with --force.')
}

// What was written is looked at as the user will: alone, because the rest of the folder is theirs.
async function check(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<Checked> {
  const { checkSources } = await import('../compile.ts')
  return checkSources(files.map(({ path, bytes }) => ({ kind: 'source' as const, path, bytes })))
}
