// What `gatewright rollback` does: find the version that had the requests before, say which it is, and let wrangler put it back.

import { read } from '../../1-read/read.ts'
import { checkWorker } from '../../2-check/environments.ts'
import { workerPlan } from '../../3-plan/plan.ts'
import { count } from '../../diagnostics/words.ts'
import { CliError } from '../cli-error.ts'
import { chosenEnvironment } from '../environment.ts'
import { readSources, temporaryFolder, writeOutputs } from '../files.ts'
import type { Io } from '../io.ts'
import { report } from '../report.ts'
import { checkPassed, whereOf } from './passed.ts'
import { formerDeployments, type Version, versionOf } from './versions.ts'
import { openWrangler, type Wrangler } from './wrangler.ts'

/** What `rollback` was asked for; empty texts: not given. */
export interface RollbackOptions {
  readonly folder: string
  readonly env: string
  readonly to: string
  readonly passed: readonly string[]
}

/** Returns wrangler's exit code. Raises CliError where there is nothing to go back to. */
export async function rollBack({ folder, env, to, passed }: RollbackOptions, io: Io): Promise<number> {
  checkPassed(passed)
  const sources = readSources(io.cwd, folder)
  const documents = read(sources.filter(({ path }) => /(^|\/)_worker\.[^/]+$/.test(path)))
  const worker = checkWorker(documents.value, chosenEnvironment(env, sources))
  const diagnostics = [...documents.diagnostics, ...worker.diagnostics]
  if (worker.value === null || diagnostics.some(({ severity }) => severity === 'error')) {
    report({ documents: documents.value, diagnostics, plan: null }, 'pretty', io.out)
    return 1
  }
  const wrangler = openWrangler(io)
  // A config of its own: wrangler would take whatever lies about, and the last build is not to be touched.
  const temporary = temporaryFolder()
  try {
    const { name, account, compatibilityDate } = workerPlan(worker.value)
    const config = {
      name,
      ...(account === null ? {} : { account_id: account }),
      compatibility_date: compatibilityDate,
    }
    writeOutputs(temporary.path, '.', [{ path: CONFIG, bytes: new TextEncoder().encode(JSON.stringify(config)) }])
    const where = ['--config', `${temporary.path}/${CONFIG}`, ...whereOf(passed)]
    const id = to === '' ? await versionBefore(wrangler, where, name) : to
    const stopped = wrangler.stopped()
    if (stopped !== null) return stopped
    const version = await versionOf(wrangler, id, where)
    io.out.write(`Rolling ${name} back to version ${id}${version === null ? '' : told(version)}.\n`)
    return await wrangler.run(['rollback', id, ...where.slice(0, 2), ...passed])
  } finally {
    temporary.remove()
  }
}

const CONFIG = 'wrangler.json'

/** The last version that had all the requests, before the deployment of now. */
async function versionBefore(wrangler: Wrangler, where: readonly string[], name: string): Promise<string> {
  const deployments = await formerDeployments(wrangler, where)
  if ('kind' in deployments) {
    throw deployments.kind === 'absent'
      ? new CliError(
          `No Worker called "${name}" is deployed.`,
          'Look whether --env and `name` in _worker.yaml are those that were meant.',
        )
      : new CliError(
          `What was deployed before is not known. wrangler says: ${deployments.reason}`,
          'Log in with `npx wrangler login`, or set CLOUDFLARE_API_TOKEN.',
        )
  }
  const [, ...former] = deployments
  const whole = former.flatMap((shares) => shares.filter(({ percentage }) => percentage === 100))
  if (whole[0] !== undefined) return whole[0].version
  throw new CliError(
    `There is no version to go back to: none of the last ${count(deployments.length, 'deployment')} but this one had all the requests.`,
    'Name one with --to; `npx wrangler versions list` shows them.',
  )
}

function told({ createdAt, message, mark }: Version): string {
  const when = createdAt === null ? '' : ` of ${createdAt}`
  if (mark === null)
    return `${when}${message === null ? ', which gatewright did not deploy' : `, ${JSON.stringify(message)}`}`
  const commit =
    mark.commit === null ? '' : `, ${mark.isClean ? '' : 'with changes on '}commit ${mark.commit.slice(0, 12)}`
  return `${when}, build ${mark.plan}${commit}`
}
