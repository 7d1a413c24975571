// Why a port cannot be listened on, and what to do.

import { CliError, systemCode } from '../cli-error.ts'

/** The system's error for an address that cannot be listened on, as a CliError where it is a known one. */
export function listenRefusal(error: Error, host: string, port: number): Error {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new CliError(
        `Port ${port} on ${host} is in use.`,
        `Stop what uses it, or choose another: --port ${port + 1}`,
      )
    case 'EACCES':
      return new CliError(`There is no permission to listen on port ${port}.`, 'Choose a port above 1023: --port 8787')
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CliError(`This machine has no address "${host}".`, 'Leave --host out to listen on this machine only.')
    default:
      return error
  }
}
