// The number of a port, as an option says it.

import { quote } from '../diagnostics/words.ts'
import { CliError } from './cli-error.ts'

/** Raises CliError for what is none. */
export function portFrom(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new CliError(`--port is a number from 0 to 65535, not ${quote(text)}.`)
}
