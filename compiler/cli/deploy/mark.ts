// What a deploy leaves on its version, so that the next one knows what it replaces: which build it is, and of which commit.

import { createHash } from 'node:crypto'
import type { Plan } from '../../3-plan/ir.ts'
import type { Output } from '../../compile.ts'
import { buildName } from '../../plan-hash.ts'

/** A version as we marked it. */
export interface Mark {
  /** The beginning of the plan's hash, as `cf-aig-build` has it. */
  readonly plan: string
  /** What tells two builds of one plan apart: another Gatewright writes other code. */
  readonly code: string
  /** The commit that was checked out; `null`: none is known. */
  readonly commit: string | null
  /** Whether the folder was as the commit has it. */
  readonly isClean: boolean
}

/** The mark of a build. */
export function markOf(plan: Plan, outputs: readonly Output[], commit: string | null, isClean: boolean): Mark {
  const hash = createHash('sha256')
  for (const { path, bytes } of outputs.filter((output) => isUploaded(output.path))) {
    hash.update(`${path}\0${bytes.byteLength}\0`).update(bytes)
  }
  return { plan: buildName(plan), code: hash.digest('hex').slice(0, 8), commit, isClean }
}

/** Whether wrangler sends the file, or goes by it. */
export function isUploaded(path: string): boolean {
  return path === 'worker.js' || path === 'wrangler.json' || path.endsWith('.txt')
}

/** Whether both are the same build, bit for bit. */
export function isSameBuild(one: Mark | null, other: Mark): boolean {
  return one !== null && one.plan === other.plan && one.code === other.code
}

/** For wrangler's `--tag`: 25 characters of the 100 that it may have. */
export function tagOf({ plan, code }: Mark): string {
  return `${plan}-${code}`
}

/** For wrangler's `--message`. */
export function messageOf({ plan, commit, isClean }: Mark): string {
  if (commit === null) return `Gatewright build ${plan}`
  return `Gatewright build ${plan} of ${isClean ? '' : 'changes on '}${commit}`
}

/** Reads both; `null` where the tag is not one of ours. */
export function readMark(tag: string | undefined, message: string | undefined): Mark | null {
  const [, plan, code] = /^([0-9a-f]{16})-([0-9a-f]{8})$/.exec(tag ?? '') ?? []
  if (plan === undefined || code === undefined) return null
  const [, changes, commit] =
    /^Gatewright build [0-9a-f]{16} of (changes on )?([0-9a-f]{40}|[0-9a-f]{64})$/.exec(message ?? '') ?? []
  return { plan, code, commit: commit ?? null, isClean: commit !== undefined && changes === undefined }
}
