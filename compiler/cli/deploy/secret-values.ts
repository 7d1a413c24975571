// A file with secrets' values -> those that the Worker needs, in a file that wrangler reads and that is gone afterwards.
// A value goes nowhere else: not into a message, and not among anybody's words.

import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { count, quote } from '../../diagnostics/words.ts'
import { CliError } from '../cli-error.ts'
import { readBytes, temporaryFolder, writeOutputs } from '../files.ts'

/** The names and values of a file; an empty value is none. */
export type SecretValues = ReadonlyMap<string, string>

/** Reads `NAME=value` lines, or a JSON object of texts. Raises CliError without a word of what stands in it. */
export function readSecretValues(cwd: string, path: string): SecretValues {
  const text = new TextDecoder().decode(readBytes(cwd, path))
  const entries = Object.entries(text.trimStart().startsWith('{') ? jsonOf(path, text) : parseEnv(text))
  const values = entries.flatMap(([name, value]) => {
    if (value === undefined || value === null || value === '') return []
    if (typeof value === 'string') return [[name, value] as const]
    throw new CliError(`The secret ${quote(name)} in ${quote(path)} is no text.`, 'Write it in quotes.')
  })
  if (values.length === 0) {
    throw new CliError(`There is no secret in ${quote(path)}.`, 'Write NAME=value on each line, or a JSON object.')
  }
  return new Map(values)
}

// The parser's own message quotes the text.
function jsonOf(path: string, text: string): object {
  try {
    return JSON.parse(text)
  } catch {
    throw new CliError(
      `${quote(path)} begins as JSON and is none: ${count(text.split('\n').length, 'line')} were read.`,
      'Write a JSON object of names and texts, or NAME=value on each line.',
    )
  }
}

/**
 * Calls `use` with the path of a file that has the values of just these names, in a folder that nobody else can read, and removes it.
 * JSON, because wrangler would replace `$NAME` in lines. Without values the path is `null`.
 */
export async function withSecretFile<T>(
  values: SecretValues | null,
  names: readonly string[],
  use: (path: string | null) => Promise<T>,
): Promise<T> {
  const chosen = names.flatMap((name) => {
    const value = values?.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  if (chosen.length === 0) return use(null)
  const folder = temporaryFolder()
  try {
    const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(chosen)))
    writeOutputs(folder.path, '.', [{ path: NAME, bytes }])
    return await use(join(folder.path, NAME))
  } finally {
    folder.remove()
  }
}

const NAME = 'secrets.json'

/** The words that tell wrangler of such a file. */
export function secretWords(path: string | null): readonly string[] {
  return path === null ? [] : ['--secrets-file', path]
}
