// The attempts of an exchange, in order: the first whose answer is taken is the answer. All failed: the last one's own.
// Once an answer has begun to go out nothing is switched any more.

import type { Attempt, Exchange, Outcome } from '../exchange.ts'

/** The outcome that became the answer, and the attempt that it is of. */
export interface Served {
  readonly outcome: Outcome
  readonly attempt: Attempt
}

/** `attempts` has at least one member. `resolve` never throws for what the world did. */
export async function chain(
  attempts: readonly Attempt[],
  exchange: Exchange,
  resolve: (attempt: Attempt, hasNext: boolean) => Promise<Outcome>,
): Promise<Served> {
  for (const [index, attempt] of attempts.entries()) {
    const hasNext = index < attempts.length - 1
    const outcome = await resolve(attempt, hasNext)
    if (outcome.verdict !== 'try on' || !hasNext || isOver(exchange)) return { outcome, attempt }
    await outcome.response.body?.cancel().catch(() => {})
  }
  throw new Error('unreachable: a chain without attempts')
}

function isOver({ endsAtMs }: Exchange): boolean {
  return endsAtMs !== null && Date.now() >= endsAtMs
}
