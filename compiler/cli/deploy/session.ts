// What `gatewright deploy` does: check, build, say what is deployed and what that changes, see to the secrets, and hand over to
// wrangler, whose exit code is ours. On a dry run nobody outside is asked.

import { compile } from '../../compile.ts'
import { count } from '../../diagnostics/words.ts'
import { chosenEnvironment, outFolder } from '../environment.ts'
import { readSources, writeOutputs } from '../files.ts'
import type { Io } from '../io.ts'
import { withProgress } from '../progress.ts'
import { report } from '../report.ts'
import { changesAgainst, changesAgainstLive, type Subject } from './changes.ts'
import { commitOf } from './commit.ts'
import { type Mark, markOf, messageOf, tagOf } from './mark.ts'
import { overview } from './overview.ts'
import { checkPassed, passes, whereOf } from './passed.ts'
import { rollOut } from './rollout.ts'
import { readSecretValues, secretWords, withSecretFile } from './secret-values.ts'
import { type Present, presentSecrets, secretReport } from './secrets.ts'
import { rollout } from './shares.ts'
import { type Live, liveShares } from './versions.ts'
import { OFFLINE, openWrangler } from './wrangler.ts'

/** What `deploy` was asked for. */
export interface DeployOptions {
  readonly folder: string
  /** The name of an environment; empty: none. */
  readonly env: string
  readonly given: ReadonlyMap<string, readonly string[]>
  readonly isDryRun: boolean
  /** Empty: none. */
  readonly secretsFile: string
  /** A revision or a manifest; empty: what is deployed. */
  readonly against: string
  /** Only upload a version, that gets no requests. */
  readonly isUpload: boolean
  /** The share of the requests that the new version gets; `null`: all. */
  readonly percentage: number | null
  readonly passed: readonly string[]
}

/** Returns the exit code: 1 for errors in the YAML and for missing secrets, else wrangler's. Raises CliError. */
export async function deploy(options: DeployOptions, io: Io): Promise<number> {
  checkPassed(options.passed)
  const sources = readSources(io.cwd, options.folder)
  const env = chosenEnvironment(options.env, sources)
  const values = options.secretsFile === '' ? null : readSecretValues(io.cwd, options.secretsFile)
  const wrangler = openWrangler(io)
  const what = `Building ${count(sources.length, 'file')}`
  const built = await withProgress(io, what, sources.length, () => compile(sources, { env }))
  report(built, 'pretty', io.out)
  if (built.plan === null || built.outputs === null) return 1
  const { plan, outputs } = built
  const out = outFolder(options.given, env)
  writeOutputs(io.cwd, out, outputs)
  const config = `${out}/wrangler.json`
  const where = ['--config', config, ...whereOf(options.passed)]
  io.out.write(overview(plan, outputs, env, out))

  const { id, isClean } = await commitOf(io.cwd, options.folder)
  const mark = markOf(plan, outputs, id, isClean)
  const subject: Subject = { folder: options.folder, env, now: { plan, outputs }, mark }
  const [live, present] = options.isDryRun
    ? UNASKED
    : await Promise.all([liveShares(wrangler, where), presentSecrets(wrangler, where)])
  io.out.write(await changes(options.against, live, subject, io))
  const needed = plan.secrets.map(({ name }) => name)
  const secrets = secretReport(needed, values === null ? null : { file: options.secretsFile, values }, present, {
    config,
    again: again(options),
  })
  io.out.write(secrets.text)
  const stopped = wrangler.stopped()
  if (stopped !== null) return stopped
  if (secrets.missing.length > 0) {
    io.err.write('Nothing was deployed.\n')
    return 1
  }
  const words = [...where.slice(0, 2), ...identity(mark, options.passed)]
  if (options.percentage !== null && live !== null) {
    const share = { ...rollout(options.percentage, live, mark), percentage: options.percentage }
    return rollOut({ ...share, mark, words, where, values, needed, passed: options.passed }, wrangler, io)
  }
  return withSecretFile(values, needed, (file) => {
    const all = [...verbOf(options), ...(options.isDryRun ? ['--dry-run'] : []), ...words, ...secretWords(file)]
    return wrangler.run([...all, ...options.passed], options.isDryRun ? OFFLINE : {})
  })
}

/** Empty where nobody was asked and nothing is named. */
async function changes(against: string, live: Live | null, subject: Subject, io: Io): Promise<string> {
  if (against !== '') return changesAgainst(against, subject, io)
  return live === null ? '' : changesAgainstLive(live, subject, io)
}

const UNASKED: readonly [Live | null, Present] = [null, { kind: 'unknown', reason: null }]

function verbOf({ isUpload, percentage }: DeployOptions): readonly string[] {
  return isUpload || percentage !== null ? ['versions', 'upload'] : ['deploy']
}

/** What the next deploy knows this one by, unless the user has something else to say there. */
function identity(mark: Mark, passed: readonly string[]): readonly string[] {
  return [
    ...(passes(passed, '--tag') ? [] : ['--tag', tagOf(mark)]),
    ...(passes(passed, '--message') ? [] : ['--message', messageOf(mark)]),
  ]
}

/** The command as it would be typed again. */
function again({ folder, env }: DeployOptions): string {
  return ['gatewright deploy', ...(folder === 'gateways' ? [] : [folder]), ...(env === '' ? [] : ['--env', env])].join(
    ' ',
  )
}
