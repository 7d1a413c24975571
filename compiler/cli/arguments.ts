// From the words behind a command's name to its argument and options. What does not fit is a CliError that says what would.

import { parseArgs } from 'node:util'
import { nearest } from '../diagnostics/suggest.ts'
import { didYouMean, either, quote } from '../diagnostics/words.ts'
import { CliError } from './cli-error.ts'
import type { Command, Input } from './command.ts'

/** The input of a command; `help` where help is asked for instead. An option given twice has its last value, unless the command asks for all. */
export function parseInput(command: Command, all: readonly string[]): Input | 'help' {
  const end = command.passes === undefined ? -1 : all.indexOf('--')
  const words = end === -1 ? all : all.slice(0, end)
  const given = new Map<string, string[]>()
  const positionals: string[] = []
  for (const token of tokensOf(command, words)) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional') {
      positionals.push(token.value)
    } else if (token.name === 'help' || token.rawName === '-h') {
      return 'help'
    } else {
      const value = optionValue(command, token.name, token.rawName, token.value, token.inlineValue ?? false)
      given.set(token.name, [...(given.get(token.name) ?? []), value])
    }
  }
  const [argument, surplus] = positionals
  if (surplus !== undefined) {
    throw new CliError(
      `"gatewright ${command.name}" takes one ${command.argument.name}, and ${quote(surplus)} is another.`,
    )
  }
  const value = argument ?? command.argument.default
  if (value === null) {
    throw new CliError(`"gatewright ${command.name}" needs a ${command.argument.name}.`, help(command))
  }
  const options = Object.entries(command.options).map(([name, option]) => [
    name,
    given.get(name)?.at(-1) ?? option.default,
  ])
  return { argument: value, options: Object.fromEntries(options), given, passed: end === -1 ? [] : all.slice(end + 1) }
}

// Not strict, because its own complaints know neither what is near nor what to do.
function tokensOf(command: Command, words: readonly string[]) {
  const named = Object.entries(command.options).map(
    ([name, { isFlag }]) => [name, { type: isFlag ? 'boolean' : 'string' }] as const,
  )
  const options = Object.fromEntries([...named, ['help', { type: 'boolean' }] as const])
  return parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true }).tokens
}

function optionValue(command: Command, name: string, raw: string, value: string | undefined, inline: boolean): string {
  const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined
  if (option === undefined) {
    const near = didYouMean(nearest(name, [...Object.keys(command.options), 'help']).map((known) => `--${known}`))
    throw new CliError(`"gatewright ${command.name}" has no option ${quote(raw)}.`, near ?? help(command))
  }
  if (option.isFlag) {
    if (value === undefined) return 'true'
    throw new CliError(`${raw} takes no value.`, `Write ${raw} alone.`)
  }
  // `--out --format json`: the next option is not this one's value.
  if (value === undefined || value === '' || (!inline && value.startsWith('-'))) {
    const example = option.example ?? option.default
    throw new CliError(`${raw} needs a value.`, `Write ${raw} <${option.value}>, for example ${raw} ${example}.`)
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    const near = didYouMean(nearest(value, option.choices))
    throw new CliError(`${raw} is ${either(option.choices)}, not ${quote(value)}.`, near)
  }
  return value
}

function help(command: Command): string {
  return `"gatewright ${command.name} --help" shows what it takes.`
}
