// A gradual rollout, decided: the new version gets a share of the requests, and what had most of the others keeps the rest.

import { quote } from '../../diagnostics/words.ts'
import { CliError } from '../cli-error.ts'
import { isSameBuild, type Mark } from './mark.ts'
import type { Live, Share } from './versions.ts'

/** `--rollout 10`: a share from 0.01 to 100; `null` where the option is empty. Raises CliError for anything else. */
export function percentageOf(text: string): number | null {
  if (text === '') return null
  const percentage = Number(text)
  if (/^\d{1,3}(\.\d{1,2})?$/.test(text) && percentage > 0 && percentage <= 100) return percentage
  throw new CliError(`--rollout is a percentage from 0.01 to 100, not ${quote(text)}.`, 'For example --rollout 10.')
}

/** Who gets what share: the version that is this build already, where one is live, and the one that keeps the rest. */
export interface Rollout {
  /** `null`: none is live, so it has to be uploaded. */
  readonly again: Share | null
  /** `null`: nothing is left, or nothing else is live. */
  readonly stays: Share | null
}

/** Raises CliError where there is nothing to keep the rest of the requests. */
export function rollout(percentage: number, live: Live, mark: Mark): Rollout {
  const shares = live.kind === 'live' ? live.shares : []
  const again = shares.find((share) => isSameBuild(share.mark, mark)) ?? null
  const stays = shares.find((share) => !isSameBuild(share.mark, mark)) ?? null
  if (percentage === 100) return { again, stays: null }
  if (stays !== null) return { again, stays }
  const left = `the other ${rest(percentage)} % of the requests`
  if (live.kind === 'refused') {
    throw new CliError(`What could keep ${left} is not known.`, `wrangler says: ${live.reason}`)
  }
  throw new CliError(
    again === null
      ? `Nothing is deployed yet that could keep ${left}.`
      : `Version ${again.version} is this build and has all requests: nothing else could keep ${left}.`,
    again === null ? 'Deploy without --rollout first.' : 'To go back, run gatewright rollback.',
  )
}

/** For `wrangler versions deploy`: `NEW@10%`, `OLD@90%`. */
export function specs(version: string, percentage: number, stays: Share | null): readonly string[] {
  return [`${version}@${percentage}%`, ...(stays === null ? [] : [`${stays.version}@${rest(percentage)}%`])]
}

function rest(percentage: number): number {
  return Number((100 - percentage).toFixed(2))
}
