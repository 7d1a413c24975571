// What stands behind `--` and goes to wrangler as it is: checked for what is not wrangler's to know alone.

import { quote } from '../../diagnostics/words.ts'
import { CliError } from '../cli-error.ts'

const OURS = ['--config', '-c', '--cwd', '--env', '-e', '--dry-run', '--secrets-file', '--version-id', '--percentage']
/** Which account, and which Worker of it: questions about the Worker need them too. */
const WHERE = ['--name', '--profile', '--env-file']

/** Raises CliError for a flag that would make wrangler do something else than what was said of it. */
export function checkPassed(passed: readonly string[]): void {
  const ours = passed.find((word) => OURS.includes(flagOf(word)))
  if (ours === undefined) return
  const flag = flagOf(ours)
  const isOption = ['--env', '-e', '--dry-run', '--secrets-file'].includes(flag)
  const hint = isOption ? `Write ${flag === '-e' ? '--env' : flag} before the \`--\`.` : 'Leave it out.'
  throw new CliError(`${quote(flag)} cannot be passed to wrangler: gatewright decides it.`, hint)
}

/** Whether a flag is among the words. */
export function passes(passed: readonly string[], flag: string): boolean {
  return passed.some((word) => flagOf(word) === flag)
}

/** Of the words those that any call about the same Worker needs. */
export function whereOf(passed: readonly string[]): readonly string[] {
  return passed.flatMap((word, index) => {
    if (!WHERE.includes(flagOf(word))) return []
    const next = passed[index + 1]
    return word.includes('=') || next === undefined ? [word] : [word, next]
  })
}

function flagOf(word: string): string {
  return word.startsWith('-') ? (word.split('=')[0] ?? word) : ''
}
