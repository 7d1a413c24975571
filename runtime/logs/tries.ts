// How often a provider was asked in an attempt, and whether its answer is still the network's own stream.

import type { Attempt, Exchange, Layer } from '../exchange.ts'

const made = new WeakMap<Attempt, { count: number; isNative: boolean }>()

/** The innermost {@link Layer}: takes note. */
export const tries: Layer = async ({ attempt }, exchange, next) => {
  const tried = { count: triesOf(attempt) + 1, isNative: false }
  made.set(attempt, tried)
  const outcome = await next()
  tried.isNative = outcome.problem === null && passesAsItIs(attempt, exchange)
  return outcome
}

/** 0 where the provider was not asked. */
export function triesOf(attempt: Attempt): number {
  return made.get(attempt)?.count ?? 0
}

/** Whether the platform can pump the provider's answer by itself: it was neither made nor read here. Where in doubt it cannot. */
export function isNative(attempt: Attempt): boolean {
  return made.get(attempt)?.isNative ?? false
}

/** No built-in, and nobody who watches for silence or for the end of time. */
function passesAsItIs({ row, provider }: Attempt, { endsAtMs }: Exchange): boolean {
  return row.builtin === null && provider.binding === null && provider.idleTimeoutMs === null && endsAtMs === null
}
