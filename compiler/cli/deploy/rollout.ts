// A gradual rollout, done: the version is uploaded, unless it is live already, and gets its share of the requests.

import { join } from 'node:path'
import { CliError } from '../cli-error.ts'
import { readBytes, temporaryFolder } from '../files.ts'
import type { Io } from '../io.ts'
import { type Mark, messageOf } from './mark.ts'
import { type SecretValues, secretWords, withSecretFile } from './secret-values.ts'
import { type Rollout, specs } from './shares.ts'
import type { Wrangler } from './wrangler.ts'

/** What is rolled out, and how wrangler is told. */
export interface RolloutJob extends Rollout {
  readonly percentage: number
  readonly mark: Mark
  /** What an upload is told besides the secrets and what the user passes on. */
  readonly words: readonly string[]
  /** What any call about the Worker is told. */
  readonly where: readonly string[]
  readonly values: SecretValues | null
  readonly needed: readonly string[]
  readonly passed: readonly string[]
}

/** Returns wrangler's exit code. Raises CliError where wrangler does not say what it uploaded. */
export async function rollOut(job: RolloutJob, wrangler: Wrangler, io: Io): Promise<number> {
  const { again, percentage, stays, mark, where } = job
  const uploaded = isUploadedAlready(job) && again !== null ? again.version : await upload(job, wrangler, io)
  if (typeof uploaded === 'number') return uploaded
  if (uploaded === again?.version)
    io.out.write(`Version ${uploaded} is this build already: it is not uploaded again.\n`)
  const message = ['--message', messageOf(mark)]
  return wrangler.run(['versions', 'deploy', ...specs(uploaded, percentage, stays), '--yes', ...message, ...where])
}

/** New values of secrets, or flags of the user's, make another version of it. */
function isUploadedAlready({ again, values, passed }: RolloutJob): boolean {
  return again !== null && values === null && passed.length === 0
}

/** The id of the new version, or the exit code of an upload that failed. */
async function upload(
  { words, values, needed, passed }: RolloutJob,
  wrangler: Wrangler,
  io: Io,
): Promise<string | number> {
  const folder = temporaryFolder()
  try {
    const path = io.env.WRANGLER_OUTPUT_FILE_PATH || join(folder.path, 'wrangler-output.ndjson')
    const code = await withSecretFile(values, needed, (file) =>
      wrangler.run(['versions', 'upload', ...words, ...secretWords(file), ...passed], {
        WRANGLER_OUTPUT_FILE_PATH: path,
      }),
    )
    if (code !== 0) return code
    const version = uploadedVersion(io.cwd, path)
    if (version !== null) return version
  } finally {
    folder.remove()
  }
  throw new CliError(
    'wrangler did not say which version it uploaded, so it has no share of the requests.',
    'Find it with `npx wrangler versions list`, and give it its share with `npx wrangler versions deploy`.',
  )
}

/** The id of the version that wrangler says it uploaded last; `null`: it says of none. */
function uploadedVersion(cwd: string, path: string): string | null {
  let text: string
  try {
    text = new TextDecoder().decode(readBytes(cwd, path))
  } catch {
    return null
  }
  const ids = text.split('\n').flatMap((line) => {
    try {
      const { type, version_id: id } = JSON.parse(line)
      return type === 'version-upload' && typeof id === 'string' ? [id] : []
    } catch {
      return []
    }
  })
  return ids.at(-1) ?? null
}
