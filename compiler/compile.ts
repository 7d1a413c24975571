// The whole story: text -> Document -> Config -> Plan -> Module[] -> Bundle, with diagnostics beside every arrow.
// Pure but for esbuild reading the runtime: the same sources always give the same bytes.

import { environmentsOf } from './1-read/name.ts'
import { read } from './1-read/read.ts'
import type { Document, SourceFile } from './1-read/tree.ts'
import { check } from './2-check/check.ts'
import type { Plan } from './3-plan/ir.ts'
import { plan } from './3-plan/plan.ts'
import type { Diagnostic, Findings } from './diagnostics/diagnostic.ts'

/** A file to write, its path relative to the output folder. */
export interface Output {
  readonly path: string
  readonly bytes: Uint8Array
}

/** What a check finds: the documents are there so that diagnostics can be shown in their text. */
export interface Checked {
  readonly documents: readonly Document[]
  readonly diagnostics: readonly Diagnostic[]
  /** `null` when there are errors. */
  readonly plan: Plan | null
}

/** A check's findings and, where it found no error, the files of the build. */
export interface Compilation extends Checked {
  readonly outputs: readonly Output[] | null
}

/** What to compile for. */
export interface Target {
  /** The environment, one that has a file `_worker.<env>.yaml`; `null`: none. Any other is thrown at. */
  readonly env: string | null
}

/** Phases 1 to 3. Never throws on any source text: what is wrong with it is a diagnostic. */
export function checkSources(sources: readonly SourceFile[], { env }: Target = { env: null }): Checked {
  return checkFor(read(sources), env)
}

/** The same for every environment and for none: each diagnostic once. The plan is the one for none. */
export function checkEnvironments(sources: readonly SourceFile[]): Checked {
  const documents = read(sources)
  const [base, ...others] = [null, ...environmentsOf(sources.map(({ path }) => path))].map((env) =>
    checkFor(documents, env),
  )
  if (base === undefined) throw new Error('unreachable: there is always the Worker of no environment')
  const diagnostics = new Map(
    [base, ...others].flatMap((checked) => checked.diagnostics.map((one) => [JSON.stringify(one), one])),
  )
  const failed = others.some((checked) => checked.plan === null)
  return { ...base, diagnostics: [...diagnostics.values()], plan: failed ? null : base.plan }
}

function checkFor(documents: Findings<readonly Document[]>, env: string | null): Checked {
  const config = check(documents.value, env)
  const diagnostics = [...documents.diagnostics, ...config.diagnostics]
  const failed = config.value === null || diagnostics.some((diagnostic) => diagnostic.severity === 'error')
  return { documents: documents.value, diagnostics, plan: failed || config.value === null ? null : plan(config.value) }
}

/** All five phases, and the typed client. The last two are loaded only when a build is wanted: ts-morph and esbuild take longer than a check. */
export async function compile(sources: readonly SourceFile[], target?: Target): Promise<Compilation> {
  const checked = await compileClient(sources, target)
  if (checked.plan === null || checked.outputs === null) return checked
  const { emit } = await import('./4-emit/emit.ts')
  const { bundle } = await import('./5-bundle/bundle.ts')
  return { ...checked, outputs: [...checked.outputs, ...(await bundle(checked.plan, emit(checked.plan)))] }
}

/** The typed client alone: phases 1 to 3, and what it takes of the fourth. */
export async function compileClient(sources: readonly SourceFile[], target?: Target): Promise<Compilation> {
  const checked = checkSources(sources, target)
  if (checked.plan === null) return { ...checked, outputs: null }
  const { emitClient } = await import('./4-emit/client/emit-client.ts')
  const { path, text } = emitClient(checked.plan)
  return { ...checked, outputs: [{ path, bytes: new TextEncoder().encode(text) }] }
}
