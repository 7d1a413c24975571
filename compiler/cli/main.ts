// The command line: words in, an exit code out. 0: done; 1: the YAML has errors; 2: the command was used wrongly or cannot work here.

import { nearest } from '../diagnostics/suggest.ts'
import { didYouMean, quote } from '../diagnostics/words.ts'
import { parseInput } from './arguments.ts'
import { buildCommand } from './build.ts'
import { checkCommand } from './check.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'
import { deployCommand } from './deploy.ts'
import { devCommand } from './dev.ts'
import { diffCommand } from './diff.ts'
import { explainCommand } from './explain.ts'
import { commandHelp, generalHelp } from './help.ts'
import { importCommand } from './import.ts'
import { initCommand } from './init.ts'
import type { Io } from './io.ts'
import { complain } from './report.ts'
import { rollbackCommand } from './rollback.ts'
import { serveCommand } from './serve.ts'
import { traceCommand } from './trace.ts'

const commands: readonly Command[] = [
  checkCommand,
  buildCommand,
  deployCommand,
  rollbackCommand,
  diffCommand,
  devCommand,
  serveCommand,
  traceCommand,
  explainCommand,
  importCommand,
  initCommand,
]

/** Runs a command line without its first two words. Shows what goes wrong and never throws. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(words, io)
  } catch (error) {
    complain(error, io.err)
    return 2
  }
}

async function dispatch([first, ...rest]: readonly string[], io: Io): Promise<number> {
  if (first === undefined) {
    io.err.write(generalHelp(commands, io.version))
    return 2
  }
  if (first === '--version' || first === '-v') return show(io, `${io.version}\n`)
  if (first === '--help' || first === '-h') return show(io, generalHelp(commands, io.version))
  if (first === 'help') {
    return show(io, rest[0] === undefined ? generalHelp(commands, io.version) : commandHelp(commandOf(rest[0])))
  }
  const command = commandOf(first)
  const input = parseInput(command, rest)
  return input === 'help' ? show(io, commandHelp(command)) : command.run(input, io)
}

function commandOf(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name)
  if (command !== undefined) return command
  const general = '"gatewright --help" shows what there is.'
  if (name.startsWith('-')) {
    const near = didYouMean(nearest(name, ['help', 'version']).map((known) => `--${known}`))
    throw new CliError(`There is no option ${quote(name)} before a command.`, near ?? general)
  }
  const near = didYouMean(
    nearest(
      name,
      commands.map((known) => known.name),
    ),
  )
  throw new CliError(`There is no command ${quote(name)}.`, near ?? general)
}

function show(io: Io, text: string): number {
  io.out.write(text)
  return 0
}
