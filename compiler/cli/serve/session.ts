// What `gatewright serve` does: build, open the port, run until it is told to stop, and let what is under way come to its end.
// What workerd says goes where it says it; the rest goes to stderr, but for the address.

import { resolve } from 'node:path'
import { count } from '../../diagnostics/words.ts'
import { readSecretValues } from '../deploy/secret-values.ts'
import { baseUrl } from '../dev/greeting.ts'
import { type Io, paint } from '../io.ts'
import { findSecrets, type Secrets, workerEnvironment } from '../running/secrets.ts'
import { servedBuild } from './build.ts'
import { openListener } from './listener.ts'
import { runAlone, runSplit } from './processes.ts'

/** What `serve` was asked for. */
export interface ServeOptions {
  readonly folder: string
  /** The name of an environment; empty: none. */
  readonly env: string
  readonly host: string
  readonly port: number
  readonly state: string
  /** A file with secrets; empty: none. */
  readonly secretsFile: string
  readonly workers: number
  readonly graceMs: number
}

/** Serves until it is told to stop or cannot go on. Raises CliError where it cannot begin. */
export async function serve(options: ServeOptions, io: Io): Promise<number> {
  const stopped = io.untilStopped()
  const file = options.secretsFile
  const values = file === '' ? new Map() : readSecretValues(io.cwd, file)
  const build = await servedBuild({ ...options, isSplit: options.workers > 1 }, io)
  if (build === null) return 1
  const sources = [
    { name: 'the environment', values: io.env },
    { name: file, values: Object.fromEntries(values) },
  ]
  const secrets = findSecrets(build.secrets, sources)
  io.err.write(missingLines(secrets, io))
  try {
    const listener = await openListener({ host: options.host, port: options.port })
    const run = build.isSplit ? runSplit : runAlone
    return await run({
      build,
      listener,
      workers: options.workers,
      state: resolve(io.cwd, options.state),
      env: workerEnvironment(secrets, io),
      graceMs: options.graceMs,
      stopped,
      onListening: () => {
        const where = baseUrl(options.host, listener.port)
        io.out.write(`Listening on ${where}\n`)
        io.err.write(
          `Serving ${count(build.gateways, 'gateway')}${build.hasState ? `, state in ${options.state}` : ''}.\n`,
        )
      },
      onOutput: (line) => io.out.write(`${line}\n`),
      onComplaint: (line) => io.err.write(`${line}\n`),
    })
  } finally {
    build.remove()
  }
}

/** Empty where none is missing. */
function missingLines({ missing }: Secrets, { err }: Io): string {
  if (missing.length === 0) return ''
  const names = missing.map(({ name }) => name).join(', ')
  const label = paint(err, ['bold', 'yellow'], 'warning')
  return `${label}: ${count(missing.length, 'secret')} missing; requests that need one will fail: ${names}.\n`
}
