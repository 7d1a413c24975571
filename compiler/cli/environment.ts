// `--env`: which of the folder's environments a command is for. What names none of them is a CliError that says which there are.

import { environmentsOf } from '../1-read/name.ts'
import type { SourceFile } from '../1-read/tree.ts'
import { nearest } from '../diagnostics/suggest.ts'
import { didYouMean, quote } from '../diagnostics/words.ts'
import { CliError } from './cli-error.ts'
import type { Option } from './command.ts'

/** The option, of each command that reads a folder. */
export const environmentOption: Option = {
  value: 'name',
  default: '',
  example: 'production',
  description: 'the environment: _worker.<name>.yaml is laid over _worker.yaml, and the Worker is one of its own',
}

/** The environment that an option's value means; `null` where it is empty. Raises CliError where the folder has none of that name. */
export function chosenEnvironment(value: string, sources: readonly SourceFile[]): string | null {
  if (value === '') return null
  const names = environmentsOf(sources.map(({ path }) => path))
  if (names.includes(value)) return value
  const there =
    names.length === 0
      ? `There is none: write \`_worker.${value}.yaml\` beside the gateways, with what is different there.`
      : `There is: ${names.join(', ')}.`
  throw new CliError(
    `There is no environment ${quote(value)}.`,
    [didYouMean(nearest(value, names)), there].flatMap((it) => it ?? []).join(' '),
  )
}

const OUT = 'dist'

/** Where a build goes. */
export const outOption: Option = {
  value: 'dir',
  default: OUT,
  description: `the folder to write to; with --env, ${OUT}/<env> unless it is given`,
}

/** The folder that a build is written to, without a slash at its end: each environment has its own, so that none overwrites another's. */
export function outFolder(given: ReadonlyMap<string, readonly string[]>, env: string | null): string {
  const stated = given.get('out')?.at(-1)
  if (stated !== undefined) return stated.replace(/(?<=.)\/+$/, '')
  return env === null ? OUT : `${OUT}/${env}`
}
