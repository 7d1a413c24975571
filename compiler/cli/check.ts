// `gatewright check`: reads, checks and plans, and shows what it found. Loads neither ts-morph nor esbuild.

import { count } from '../diagnostics/words.ts'
import { type Command, folderArgument, formatOption } from './command.ts'
import { chosenEnvironment, environmentOption } from './environment.ts'
import { readSources } from './files.ts'
import { withProgress } from './progress.ts'
import { report } from './report.ts'

/** `gatewright check [dir] --env production` */
export const checkCommand: Command<'env' | 'format'> = {
  name: 'check',
  summary: 'find what is wrong with the YAML, all of it at once',
  description:
    'Shows every error and warning with its place, for every environment unless one is named. Exits with 1 when there is an error, with 0 when there are\nonly warnings or nothing at all. Writes no file.',
  argument: folderArgument,
  options: { env: environmentOption, format: formatOption },
  examples: [
    ['gatewright check', 'check gateways/'],
    ['gatewright check examples/gateways', 'check another folder'],
    ['gatewright check --format github', 'annotate a change in a workflow'],
  ],
  run: async ({ argument, options }, io) => {
    const sources = readSources(io.cwd, argument)
    // Here and not above: `--version` has no use for a compiler.
    const { checkEnvironments, checkSources } = await import('../compile.ts')
    const env = chosenEnvironment(options.env, sources)
    const checked = await withProgress(io, `Checking ${count(sources.length, 'file')}`, sources.length, () =>
      env === null ? checkEnvironments(sources) : checkSources(sources, { env }),
    )
    report(checked, options.format, io.out)
    if (options.format === 'pretty' && checked.plan !== null && checked.diagnostics.length === 0) {
      io.out.write(`No problems in ${count(checked.plan.gateways.length, 'gateway')}.\n`)
    }
    return checked.plan === null ? 1 : 0
  },
}
