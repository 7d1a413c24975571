// What a command is: data for its help and its arguments, and the function that does it.

import type { Io } from './io.ts'

/** An option, with a value unless it is a flag. Every option has a default, so a command never asks whether it is there. */
export interface Option {
  /** It is there or not: `true`, or its default, empty. */
  readonly isFlag?: true
  /** Stands for the value in the help: `dir`. */
  readonly value: string
  /** Empty: it is not there unless it is given. */
  readonly default: string
  /** Shown where the default is no example. */
  readonly example?: string
  /** The only values it may have. */
  readonly choices?: readonly string[]
  readonly description: string
}

/** The one word that a command takes besides options. */
export interface Argument {
  readonly name: string
  /** `null`: it must be given. */
  readonly default: string | null
  readonly description: string
}

/** What a command is run with: each value as it was given, or its default. */
export interface Input<Name extends string = string> {
  readonly argument: string
  /** The last value of each. */
  readonly options: { readonly [option in Name]: string }
  /** Every value of those that were given, in order. */
  readonly given: ReadonlyMap<string, readonly string[]>
  /** The words behind `--`, where the command passes them on; else none. */
  readonly passed: readonly string[]
}

/** A command, by the names of its options. */
export interface Command<Name extends string = string> {
  readonly name: string
  /** What it does, in a line. */
  readonly summary: string
  /** What a user should know beyond that. */
  readonly description: string
  readonly argument: Argument
  readonly options: { readonly [option in Name]: Option }
  /** What becomes of the words behind `--`, which it passes on as they are; without it they are words like any other. */
  readonly passes?: string
  readonly examples: readonly (readonly [line: string, what: string])[]
  /** Returns the exit code. Raises CliError. */
  // A method, so that commands with other options fit in one list.
  run(input: Input<Name>, io: Io): Promise<number>
}

/** The folder that check, build and dev work on. */
export const folderArgument: Argument = {
  name: 'dir',
  default: 'gateways',
  description: 'the folder with the YAML, a file for each gateway',
}

/** How check and build show diagnostics. */
export const formatOption: Option = {
  value: 'name',
  default: 'pretty',
  choices: ['pretty', 'json', 'github'],
  description: 'how diagnostics are shown: pretty for people, json for programs, github for annotations on a change',
}
