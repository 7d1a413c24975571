// What `serve` runs: a build in a folder of its own, made from the YAML, or one that somebody else made.

import { join, resolve } from 'node:path'
import type { SecretPlan } from '../../3-plan/ir.ts'
import { compile } from '../../compile.ts'
import { count } from '../../diagnostics/words.ts'
import { CliError } from '../cli-error.ts'
import { chosenEnvironment } from '../environment.ts'
import { readIfThere, readSources, temporaryFolder, writeOutputs } from '../files.ts'
import type { Io } from '../io.ts'
import { withProgress } from '../progress.ts'
import { report } from '../report.ts'

/** A build on the disk. */
export interface ServedBuild {
  /** The absolute path of its folder. */
  readonly folder: string
  readonly secrets: readonly SecretPlan[]
  readonly hasState: boolean
  readonly gateways: number
  /** How a gateway process finds the state process, and whether the build has such processes at all. */
  readonly isSplit: boolean
  /** Removes what was made for it. */
  readonly remove: () => void
}

/** What to build. */
export interface Wanted {
  readonly folder: string
  /** The name of an environment; empty: none. */
  readonly env: string
  readonly isSplit: boolean
}

const CONFIG = 'workerd.capnp'
const MANIFEST = 'manifest.json'

/** `null` where the YAML has errors, which were shown. Raises CliError where there is nothing to run. */
export async function servedBuild(wanted: Wanted, io: Io): Promise<ServedBuild | null> {
  const manifest = readIfThere(io.cwd, join(wanted.folder, MANIFEST))
  const config = readIfThere(io.cwd, join(wanted.folder, CONFIG))
  return manifest === null || config === null ? built(wanted, io) : found(wanted, text(manifest), text(config), io)
}

function found({ folder, env, isSplit }: Wanted, manifest: string, config: string, io: Io): ServedBuild {
  if (env !== '') throw new CliError(`"${folder}" holds a build, which is of one environment.`, 'Leave --env out.')
  if (isSplit) {
    throw new CliError(
      `"${folder}" holds a build for one process.`,
      'Name the folder with the YAML, or leave --workers out.',
    )
  }
  const { secrets, gateways } = JSON.parse(manifest) as { secrets: readonly string[]; gateways: readonly unknown[] }
  return {
    folder: resolve(io.cwd, folder),
    secrets: secrets.map((name) => ({ name, places: [] })),
    hasState: config.includes('"do-storage"'),
    gateways: gateways.length,
    isSplit,
    remove: () => {},
  }
}

async function built({ folder, env, isSplit }: Wanted, io: Io): Promise<ServedBuild | null> {
  const sources = readSources(io.cwd, folder)
  const target = { env: chosenEnvironment(env, sources) }
  const compiled = await withProgress(io, `Building ${count(sources.length, 'file')}`, sources.length, () =>
    compile(sources, target),
  )
  report(compiled, 'pretty', io.err)
  const { plan, outputs } = compiled
  if (plan === null || outputs === null) return null
  const { splitOutputs } = await import('../../5-bundle/split.ts')
  const texts = outputs.filter(({ path }) => path.endsWith('.txt'))
  const split = isSplit ? await splitOutputs(plan, texts) : []
  const temporary = temporaryFolder()
  writeOutputs(temporary.path, '.', [...outputs, ...split])
  const { secrets, state, gateways } = plan
  const hasState = state.length > 0
  return { folder: temporary.path, secrets, hasState, gateways: gateways.length, isSplit, remove: temporary.remove }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
