// From commands to the text that --help shows. Nothing here is written twice: it is what the parser goes by.

import type { Command } from './command.ts'

/** `gatewright --help`. */
export function generalHelp(commands: readonly Command[], version: string): string {
  return sections([
    [`gatewright ${version}: a compiler for AI gateways. YAML in, one Worker out.`],
    ['Usage:', '  gatewright <command> [options]'],
    ['Commands:', ...columns(commands.map((command) => [usage(command), command.summary]))],
    [
      'Options:',
      ...columns([
        ['--help', 'show this, or the help of the command it follows'],
        ['--version', 'show the version'],
      ]),
    ],
    ['Examples:', ...columns(commands.flatMap(({ examples }) => examples.slice(0, 1)))],
    ['"gatewright <command> --help" says more about a command.'],
  ])
}

/** `gatewright <command> --help`. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { isFlag, value, description, default: preset, choices }]) =>
      [
        isFlag ? `--${name}` : `--${name} <${choices === undefined ? value : choices.join('|')}>`,
        preset === '' ? description : `${description} (default: ${preset})`,
      ] as const,
  )
  const { argument } = command
  const preset = argument.default === null ? '' : ` (default: ${argument.default})`
  return sections([
    [`${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`],
    [command.description],
    [
      'Usage:',
      `  gatewright ${usage(command)}${options.length === 0 ? '' : ' [options]'}${command.passes === undefined ? '' : ' [-- flags]'}`,
    ],
    ['Arguments:', ...columns([[shape(command), `${argument.description}${preset}`]])],
    ['Options:', ...columns([...options, ...passes(command), ['--help', 'show this']])],
    ['Examples:', ...columns(command.examples)],
  ])
}

function passes({ passes: words }: Command): readonly (readonly [string, string])[] {
  return words === undefined ? [] : [['-- <flags>', words]]
}

function usage(command: Command): string {
  return `${command.name} ${shape(command)}`
}

function shape({ argument }: Command): string {
  return argument.default === null ? `<${argument.name}>` : `[${argument.name}]`
}

function sections(parts: readonly (readonly string[])[]): string {
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`)
}
