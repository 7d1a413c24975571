// What a build, or the YAML as it is now, changes against a revision or against the manifest of an earlier build.
// For `gatewright diff`, and for whoever deploys and wants to know what that changes.

import { environmentsOf } from '../../1-read/name.ts'
import type { Plan } from '../../3-plan/ir.ts'
import { checkSources, type Output } from '../../compile.ts'
import { sort } from '../../diagnostics/render.ts'
import { placeOf, sheetsOf } from '../../diagnostics/sheets.ts'
import { count, quote } from '../../diagnostics/words.ts'
import { type Behaviour, behaviourOf } from '../../diff/behaviour.ts'
import { type Difference, differenceOf } from '../../diff/difference.ts'
import { type Sizes, sizesOf } from '../../diff/sizes.ts'
import { CliError } from '../cli-error.ts'
import { readManifest } from './manifest.ts'
import { sourcesAt } from './revision.ts'

/** With what, of which folder, in which environment. */
export interface Against {
  /** A revision, or the path of a manifest, which ends in `.json`. */
  readonly reference: string
  readonly folder: string
  /** `null`: none. */
  readonly env: string | null
}

/** The side that is now. Without `outputs` it is built where there is a difference, for its bytes. */
export interface Now {
  readonly plan: Plan
  readonly outputs?: readonly Output[]
}

/** Raises CliError for a reference that cannot be compared with, and says what to do. */
export async function differenceFrom({ reference, folder, env }: Against, now: Now, cwd: string): Promise<Difference> {
  const before = reference.endsWith('.json') ? manifested(cwd, reference) : await planned(reference, cwd, folder, env)
  const after = behaviourOf(now.plan)
  const difference = differenceOf(before.behaviour, after)
  if (difference.changes.length === 0) return difference
  const sizes = {
    before: await before.sizes(),
    after: sizesOf(now.outputs ?? (await outputsOf(now.plan))),
  }
  return { ...difference, sizes }
}

interface Before {
  readonly behaviour: Behaviour | null
  readonly sizes: () => Promise<Sizes | null>
}

function manifested(cwd: string, path: string): Before {
  const { behaviour, sizes } = readManifest(cwd, path)
  return { behaviour, sizes: async () => sizes }
}

/** The YAML of then, compiled by the Gatewright of now. */
async function planned(revision: string, cwd: string, folder: string, env: string | null): Promise<Before> {
  const sources = await sourcesAt(revision, cwd, folder)
  const isThere = sources !== null && sources.length > 0
  const hasEnvironment = env === null || environmentsOf((sources ?? []).map(({ path }) => path)).includes(env)
  // A folder, or an environment, that was not there: all of it is new.
  if (!isThere || !hasEnvironment) return { behaviour: null, sizes: async () => null }
  const checked = checkSources(sources, { env })
  if (checked.plan === null) throw broken(revision, checked)
  const { plan } = checked
  return { behaviour: behaviourOf(plan), sizes: async () => sizesOf(await outputsOf(plan)) }
}

/** Loaded only here: who sees no difference needs neither ts-morph nor esbuild. */
async function outputsOf(plan: Plan): Promise<readonly Output[]> {
  const { emit } = await import('../../4-emit/emit.ts')
  const { bundle } = await import('../../5-bundle/bundle.ts')
  return bundle(plan, emit(plan))
}

function broken(revision: string, { diagnostics, documents }: ReturnType<typeof checkSources>): CliError {
  const errors = sort(diagnostics.filter(({ severity }) => severity === 'error'))
  const [first] = errors
  const place = placeOf(first?.span ?? null, sheetsOf(errors, documents))
  const where = place === null ? '' : ` at ${first?.span?.file}:${place.start.line}:${place.start.column}`
  return new CliError(
    `The YAML at ${quote(revision)} has ${count(errors.length, 'error')}, so nothing can be compared with it.`,
    `The first is ${first?.code}${where}. Name a revision whose YAML "gatewright check" takes, or a manifest.json.`,
  )
}
