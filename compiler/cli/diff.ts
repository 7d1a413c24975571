// `gatewright diff`: what the YAML as it is now does otherwise than at a revision, or than an earlier build. What it does is in diff/.

import { count } from '../diagnostics/words.ts'
import type { Command } from './command.ts'
import { chosenEnvironment, environmentOption } from './environment.ts'
import { readSources } from './files.ts'
import { withProgress } from './progress.ts'
import { report } from './report.ts'

/** `gatewright diff [REV|manifest] --dir gateways --env production --format markdown --exit-code` */
export const diffCommand: Command<'dir' | 'env' | 'format' | 'exit-code'> = {
  name: 'diff',
  summary: 'say what the YAML does otherwise than at a revision, or than an earlier build',
  description: `In words: gateways, who may call, limits, providers, routes, logs, secrets, bytes. What protects less comes first. Comments,
moved lines and the order of keys are no difference. Both sides are compiled by this Gatewright; a folder that was not there
makes everything new. Exits with 0 whether or not there is a difference, and with 1 when the YAML has an error.`,
  argument: {
    name: 'reference',
    default: 'HEAD',
    description: 'what to compare with: a commit, branch or tag of git, or a manifest.json',
  },
  options: {
    dir: { value: 'dir', default: 'gateways', description: 'the folder with the YAML, a file for each gateway' },
    env: environmentOption,
    format: {
      value: 'name',
      default: 'text',
      choices: ['text', 'json', 'markdown'],
      description: 'text for people, json for programs, markdown for a comment on a pull request',
    },
    'exit-code': { isFlag: true, value: '', default: '', description: 'exit with 1 when there is a difference' },
  },
  examples: [
    ['gatewright diff', 'what is not committed yet'],
    ['gatewright diff origin/main --format markdown', 'what a branch changes, as a comment'],
    ['gatewright diff dist/manifest.json --exit-code', 'fail when the build in dist/ does something else'],
  ],
  async run({ argument, options }, io) {
    const sources = readSources(io.cwd, options.dir)
    const env = chosenEnvironment(options.env, sources)
    const { checkSources } = await import('../compile.ts')
    const { differenceFrom } = await import('./diff/difference-from.ts')
    const what = `Comparing ${count(sources.length, 'file')}`
    const difference = await withProgress(io, what, sources.length, async () => {
      const checked = checkSources(sources, { env })
      if (checked.plan === null) return checked
      const against = { reference: argument, folder: options.dir, env }
      return differenceFrom(against, { plan: checked.plan }, io.cwd)
    })
    if ('diagnostics' in difference) {
      report(difference, 'pretty', io.err)
      return 1
    }
    const { render } = await import('../diff/render.ts')
    io.out.write(render(difference, options.format, io.out))
    return options['exit-code'] === 'true' && difference.changes.length > 0 ? 1 : 0
  },
}
