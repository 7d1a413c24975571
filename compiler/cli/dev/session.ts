// What `gatewright dev` does: build, serve, watch, build again. A broken build changes nothing but the screen.
// Requests and addresses go to stdout, everything else to stderr.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { SourceFile } from '../../1-read/tree.ts'
import { compile } from '../../compile.ts'
import { count } from '../../diagnostics/words.ts'
import { chosenEnvironment } from '../environment.ts'
import { readSources, readVariables, watchSources } from '../files.ts'
import type { Io } from '../io.ts'
import { withProgress } from '../progress.ts'
import { complain, report } from '../report.ts'
import { findSecrets, type SecretSource, workerEnvironment } from '../running/secrets.ts'
import { baseUrl, exposureLine, gatewayLines, secretLines, tryLine } from './greeting.ts'
import { complaintFilter, requestLine } from './output.ts'
import { openRelay, type Relay } from './relay.ts'
import { type Serving, serving } from './serving.ts'

/** What `dev` was asked for. */
export interface DevOptions {
  readonly folder: string
  /** The name of an environment; empty: none. */
  readonly env: string
  readonly host: string
  readonly port: number
}

/** Where secrets stand beside the environment variables, the nearest first: `.dev.vars.staging`, `.dev.vars`. */
function variablesFiles(env: string): readonly string[] {
  return [...(env === '' ? [] : [`.dev.vars.${env}`]), '.dev.vars']
}

/** Serves until the process is told to stop. Raises CliError when the folder is not there or the port cannot be had. */
export async function serveAndWatch(options: DevOptions, io: Io): Promise<number> {
  const stopped = io.untilStopped()
  chosenEnvironment(options.env, readSources(io.cwd, options.folder))
  const relay = await openRelay(options.host, options.port)
  io.out.write(`Listening on ${baseUrl(options.host, relay.port)}\n`)
  const clean = complaintFilter()
  const server = serving({
    relay,
    onOutput: (line) => io.out.write(`${requestLine(line, new Date(), io.out)}\n`),
    onComplaint: (line) => {
      const said = clean(line)
      if (said !== null) io.err.write(`${said}\n`)
    },
  })
  const update = updater(options, io, relay, server)
  // One after the other: a save during a build is a build of its own.
  let turn = update()
  const watcher = watchSources(io.cwd, options.folder, variablesFiles(options.env), () => {
    turn = turn.then(update)
  })
  await stopped
  watcher.close()
  await Promise.all([turn, server.stop()])
  await relay.close()
  return 0
}

/** Makes the function that brings what is served up to date with what is on the disk. It never rejects. */
function updater({ folder, env, host }: DevOptions, io: Io, relay: Relay, server: Serving): () => Promise<void> {
  const base = baseUrl(host, relay.port)
  let seen: string | null = null
  let gateways: string | null = null
  let secretsSaid: string | null = null

  const update = async (input: Input) => {
    const started = performance.now()
    const { length } = input.sources
    const built = await withProgress(io, `Building ${count(length, 'file')}`, length, () =>
      compile(input.sources, { env: chosenEnvironment(env, input.sources) }),
    )
    report(built, 'pretty', io.err)
    if (built.plan === null || built.outputs === null) return keep('the YAML has errors')
    const { plan, outputs } = built
    const secrets = findSecrets(plan.secrets, input.secretSources)
    await server.replace({ outputs, env: workerEnvironment(secrets, io) })

    const first = gateways === null
    if (!first) io.err.write(`Built again in ${Math.round(performance.now() - started)} ms.\n`)
    const lines = gatewayLines(plan, base, io.out)
    if (lines !== gateways) io.out.write(`Serving ${count(plan.gateways.length, 'gateway')}:\n${lines}`)
    gateways = lines
    const said = secretLines(secrets, input.secretFiles, io.err)
    if (said !== secretsSaid) io.err.write(said)
    secretsSaid = said
    if (!first) return
    io.err.write(exposureLine(plan, host, io.err))
    io.out.write(`${tryLine(plan, base)}Ctrl-C stops.\n`)
  }

  const keep = (why: string) => {
    if (gateways !== null) return void io.err.write('The last good build goes on.\n')
    relay.turn({ kind: 'down', reason: `Nothing is served yet: ${why}. See where gatewright dev runs.` })
    io.err.write('Nothing is served until that is put right.\n')
  }

  return async () => {
    try {
      const input = look(folder, env, io)
      if (input.print === seen) return
      seen = input.print
      await update(input)
    } catch (error) {
      const print = String(error)
      if (print === seen) return
      seen = print
      complain(error, io.err)
      keep('the build failed')
    }
  }
}

interface Input {
  readonly sources: readonly SourceFile[]
  readonly secretSources: readonly SecretSource[]
  /** The files secrets may stand in: the environment's first, then nearest to the gateways first. */
  readonly secretFiles: readonly string[]
  /** The same for the same input: saving without a change is no reason to build. */
  readonly print: string
}

function look(folder: string, env: string, io: Io): Input {
  const sources = readSources(io.cwd, folder)
  const secretFiles = [...new Set(variablesFiles(env).flatMap((name) => [join(folder, name), name]))]
  const files = secretFiles.map((name) => ({ name, values: readVariables(io.cwd, name) ?? {} }))
  const hash = createHash('sha256')
  for (const { path, bytes } of sources) hash.update(`${path}\0${bytes.byteLength}\0`).update(bytes)
  const print = hash.update(JSON.stringify(files)).digest('hex')
  return { sources, secretSources: [{ name: 'the environment', values: io.env }, ...files], secretFiles, print }
}
