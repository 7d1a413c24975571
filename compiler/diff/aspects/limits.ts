// How much may be asked and spent: a limit or a budget that is gone, raised or counted more finely weakens.

import type { BudgetRecord, LimitRecord } from '../../../runtime/records.ts'
import { type Effect, type Finding, finding, isSame } from '../change.ts'
import { budgetWords, limitWords, list } from '../words.ts'
import type { Aspect } from './aspect.ts'

/** A rate limit, of a gateway or of a provider. */
export const limit: Aspect<LimitRecord> = (before, after) => [
  bounded('rate limit', sideOf(before, limitWords, before?.requests), sideOf(after, limitWords, after?.requests), GONE),
]

/** Budgets, matched by what they count and for how long. */
export const budgets: Aspect<readonly BudgetRecord[]> = (before = [], after = []) =>
  matched(before, after).map(([was, is]) =>
    bounded('budget', sideOf(was, budgetWords, was?.usd), sideOf(is, budgetWords, is?.usd), 'nothing bounds that sum'),
  )

const GONE = 'nothing counts requests'

type Bound = Pick<LimitRecord, 'windowMs' | 'onFailure'> & { readonly by: string }

/** A limit or a budget, in words and per time. */
interface Side {
  readonly words: string
  /** Of requests, or of US dollars. */
  readonly most: number
  readonly rate: number
  readonly bound: Bound
}

function sideOf<T extends Bound>(bound: T | undefined, words: (bound: T) => string, most = 0): Side | null {
  return bound === undefined ? null : { words: words(bound), most, rate: most / bound.windowMs, bound }
}

function bounded(subject: string, before: Side | null, after: Side | null, gone: string): Finding {
  const { effect, note } = change(before, after, gone)
  return finding(subject, before?.words ?? null, after?.words ?? null, effect, note)
}

function change(before: Side | null, after: Side | null, gone: string): { effect: Effect; note: string | null } {
  if (before === null) return { effect: 'strengthens', note: null }
  if (after === null) return { effect: 'weakens', note: gone }
  const [was, is] = [before.bound, after.bound]
  const looser = list([
    after.rate > before.rate && 'raised',
    after.rate <= before.rate && after.most > before.most && 'more at once',
    was.by === 'gateway' && is.by !== 'gateway' && 'each has as much for itself',
    was.onFailure === 'deny' && is.onFailure === 'allow' && 'no bound when counting fails',
  ])
  if (looser !== '') return { effect: 'weakens', note: looser }
  const isTighter =
    after.rate < before.rate ||
    (was.by !== 'gateway' && is.by === 'gateway') ||
    (was.onFailure === 'allow' && is.onFailure === 'deny')
  return { effect: isTighter ? 'strengthens' : 'neutral', note: null }
}

type Pair = readonly [before: BudgetRecord | undefined, after: BudgetRecord | undefined]

/** The same window first; of what is left, what counts the same. Pairs that differ only. */
function matched(before: readonly BudgetRecord[], after: readonly BudgetRecord[]): readonly Pair[] {
  const left = [...before]
  const pairs: Pair[] = []
  const take = (fits: (budget: BudgetRecord) => boolean) => {
    const at = left.findIndex(fits)
    return at === -1 ? undefined : left.splice(at, 1)[0]
  }
  const same = after.map((is) => take((was) => isSame(was, is)) ?? null)
  const near = after.map((is, at) => same[at] ?? take((was) => was.by === is.by && was.windowMs === is.windowMs))
  for (const [at, is] of after.entries()) {
    if (same[at] === null) pairs.push([near[at] ?? take((was) => was.by === is.by), is])
  }
  return [...pairs, ...left.map((was) => [was, undefined] as const)]
}
