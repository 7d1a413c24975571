// What stops a command before there is anything to diagnose: a wrong argument, a folder that is not there, a port in use.

/** Ends the command with exit code 2. The message says what and why; the hint, where there is one, what to do. */
export class CliError extends Error {
  readonly hint: string | null

  constructor(message: string, hint: string | null = null) {
    super(message)
    this.name = 'CliError'
    this.hint = hint
  }
}

/** The code of a system error (`ENOENT`), or `null` when it is something else. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
