// Two behaviours and what their Workers weigh -> a difference: all that a report says of it, in whatever form.

import type { Behaviour } from './behaviour.ts'
import type { Change } from './change.ts'
import { compare } from './compare.ts'
import { NO_SIZES, type SizeChange } from './sizes.ts'

/** What is different. No changes: both do the same. */
export interface Difference {
  readonly changes: readonly Change[]
  /** Names of secrets, sorted: those that were not needed before, and those that no longer are. */
  readonly secrets: { readonly needed: readonly string[]; readonly unneeded: readonly string[] }
  readonly sizes: SizeChange
}

/** `before` is `null` where there was nothing. */
export function differenceOf(before: Behaviour | null, after: Behaviour, sizes: SizeChange = NO_SIZES): Difference {
  const [was, is] = [before?.worker.secrets ?? [], after.worker.secrets]
  const [had, has] = [new Set(was), new Set(is)]
  return {
    changes: compare(before, after),
    secrets: { needed: is.filter((name) => !had.has(name)), unneeded: was.filter((name) => !has.has(name)) },
    sizes,
  }
}
