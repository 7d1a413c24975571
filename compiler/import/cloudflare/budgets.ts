// The hosted service's spend limits as budgets. A budget counts all, or apart by one thing; filters are none of that.

import { clamp, duration } from '../draft/values.ts'
import type { Draft } from '../imported.ts'
import { at, entriesIn, flagAt, itemsIn, numberAt, textAt } from '../source/fields.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'

/** Puts spend limits into the gateway. */
export function spendLimits(notes: Notes, limits: Field | null, draft: Draft): void {
  if (limits === null) return
  const enabled = flagAt(notes, limits, 'enabled')
  if (enabled?.[0] === false) {
    leftOut(notes, limits, 'They are not enabled.')
    return
  }
  const budgets: NonNullable<Draft['budgets']> = []
  for (const rule of itemsIn(at(notes, limits, 'rules'))) {
    const budget = budgetOf(notes, rule)
    if (budget === null) continue
    const isThere = budgets.some((other) => other.per === budget.per && other.by === budget.by)
    if (isThere || budgets.length === 20)
      leftOut(notes, rule, 'There is another one that counts the same, or twenty others.')
    else budgets.push(budget)
  }
  if (enabled !== null) carried(notes, enabled[1], 'budgets')
  if (budgets.length > 0) draft.budgets = budgets
}

function budgetOf(notes: Notes, rule: Field): NonNullable<Draft['budgets']>[number] | null {
  const limit = numberAt(notes, rule, 'limit')
  const windowSeconds = numberAt(notes, rule, 'window')
  const isOff = flagAt(notes, rule, 'enabled')?.[0] === false
  const problem = problemOf(notes, rule)
  if (
    isOff ||
    problem !== null ||
    limit === null ||
    windowSeconds === null ||
    limit[0] < 0.000001 ||
    windowSeconds[0] < 1
  ) {
    leftOut(notes, rule, isOff ? 'It is not enabled.' : (problem ?? 'It needs an amount and a window.'))
    return null
  }
  const partition = partitionOf(notes, rule)
  const technique = textAt(notes, rule, 'technique')?.[0] === 'fixed' ? 'fixed' : 'sliding'
  const isLong = windowSeconds[0] > 366 * 86_400
  if (isLong) approximated(notes, rule, 'budgets', 'A window is 366 days at most.')
  else carried(notes, rule, 'budgets')
  return {
    usd: Math.min(limit[0], 1_000_000_000),
    per: duration(clamp(Math.round(windowSeconds[0]), 1, 366 * 86_400) * 1000),
    ...(partition === null ? {} : { by: `metadata.${partition}` }),
    technique,
  }
}

function partitionOf(notes: Notes, rule: Field): string | null {
  return entriesIn(notes, at(notes, rule, 'metadata'))[0]?.[0] ?? null
}

function problemOf(notes: Notes, rule: Field): string | null {
  const filters = ['model', 'provider'].some((key) => at(notes, rule, key) !== null)
  const metadata = entriesIn(notes, at(notes, rule, 'metadata'))
  const isFiltered = metadata.some(([, value]) => textAt(notes, value, 'mode')?.[0] !== 'partition')
  if (filters || isFiltered) return 'A budget counts all requests, or each value apart: none is for some of them only.'
  if (metadata.length > 1) return 'A budget counts apart by one key of the metadata.'
  if (metadata.some(([key]) => !/^[A-Za-z0-9_.-]{1,64}$/.test(key)))
    return 'A key of the metadata has letters, digits, dots, hyphens and underscores here.'
  return null
}
