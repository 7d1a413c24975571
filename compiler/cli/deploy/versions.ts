// What wrangler says of a Worker's deployments and versions -> the little that is gone by here. Whatever it says, this returns.

import { type Mark, readMark } from './mark.ts'
import type { Answer, Wrangler } from './wrangler.ts'

/** A share of the requests, and the version that has it. */
export interface Share {
  readonly version: string
  readonly percentage: number
}

/** The same with what its version says of itself. */
export interface LiveShare extends Share {
  /** `null`: another hand than ours put it there, or wrangler does not say. */
  readonly mark: Mark | null
}

/** A version that is there. */
export interface Version {
  readonly id: string
  /** Its tag and message as they are; `null`: none. */
  readonly tag: string | null
  readonly message: string | null
  /** `null`: another hand than ours put it there. */
  readonly mark: Mark | null
  /** As Cloudflare says it; `null`: it does not. */
  readonly createdAt: string | null
}

/** What is live, the greatest share first; or what became of the question. */
export type Live =
  | { readonly kind: 'live'; readonly shares: readonly LiveShare[] }
  | Exclude<Answer, { readonly kind: 'answer' }>

/** Of `wrangler deployments status --json`, and of `wrangler versions view --json` for each. */
export async function liveShares(wrangler: Wrangler, where: readonly string[]): Promise<Live> {
  const answer = await wrangler.ask(['deployments', 'status', '--json', ...where])
  if (answer.kind !== 'answer') return answer
  const shares = sharesOf(answer.value)
  if (shares.length === 0) return { kind: 'absent' }
  const versions = await Promise.all(shares.map(({ version }) => versionOf(wrangler, version, where)))
  return { kind: 'live', shares: shares.map((share, at) => ({ ...share, mark: versions[at]?.mark ?? null })) }
}

/** Of `wrangler deployments list --json`: the deployments, the latest first. */
export async function formerDeployments(
  wrangler: Wrangler,
  where: readonly string[],
): Promise<readonly (readonly Share[])[] | Exclude<Answer, { readonly kind: 'answer' }>> {
  const answer = await wrangler.ask(['deployments', 'list', '--json', ...where])
  if (answer.kind !== 'answer') return answer
  const list = Array.isArray(answer.value) ? answer.value : []
  return list.toSorted((a, b) => (String(a?.created_on) < String(b?.created_on) ? 1 : -1)).map(sharesOf)
}

/** Of `wrangler versions view --json`; `null` where it does not say. */
export async function versionOf(wrangler: Wrangler, id: string, where: readonly string[]): Promise<Version | null> {
  const answer = await wrangler.ask(['versions', 'view', id, '--json', ...where])
  if (answer.kind !== 'answer') return null
  const { annotations, metadata } = (answer.value ?? {}) as {
    readonly annotations?: { readonly [name: string]: string }
    readonly metadata?: { readonly created_on?: string }
  }
  const tag = annotations?.['workers/tag']
  const message = annotations?.['workers/message']
  const createdAt = metadata?.created_on ?? null
  return { id, tag: tag ?? null, message: message ?? null, mark: readMark(tag, message), createdAt }
}

function sharesOf(deployment: unknown): readonly Share[] {
  const { versions } = (deployment ?? {}) as { readonly versions?: unknown }
  const list = (Array.isArray(versions) ? versions : []) as readonly {
    readonly version_id?: unknown
    readonly percentage?: unknown
  }[]
  return list
    .flatMap(({ version_id: version, percentage }) =>
      typeof version === 'string' && typeof percentage === 'number' ? [{ version, percentage }] : [],
    )
    .toSorted((a, b) => b.percentage - a.percentage)
}
