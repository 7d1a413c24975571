// Calls that are over -> the ledger, a few milliseconds later: those of one moment in one call for each gateway, and nobody waits for it.

import type { Environment, Exchange } from '../exchange.ts'
import type { Ledger, Settled } from '../state/ledger.ts'
import { within } from '../within.ts'

const FLUSH_AFTER_MS = 20
/** A flush that takes longer died with its request: another is started. */
const FLUSHED_WITHIN_MS = 1000
const MOST_WAIT_MS = 1000
/** Before another try, each six times the one before: together longer than a ledger takes to be somewhere else in a cluster. */
const FIRST_DELAY_MS = 100
const LAST_DELAY_MS = 21_600

/** Calls of this isolate that are on their way, by gateway. */
const unsettled = new Map<string, Settled[]>()
let flushedByMs = 0

/** The object that has a gateway's budgets. */
export function ledgerOf(gateway: string, env: Environment): DurableObjectStub<Ledger> {
  return (env.LEDGER as DurableObjectNamespace<Ledger>).getByName(gateway)
}

/** Never rejects. Settles when those that wait are on their way, which the first of them sees to: it must be kept alive. */
export async function settleSoon(call: Settled, { gateway: { id }, env }: Exchange): Promise<void> {
  const others = unsettled.get(id)
  if (others === undefined) unsettled.set(id, [call])
  else others.push(call)
  if (Date.now() < flushedByMs) return
  flushedByMs = Date.now() + FLUSH_AFTER_MS + FLUSHED_WITHIN_MS
  await scheduler.wait(FLUSH_AFTER_MS)
  const calls = [...unsettled]
  unsettled.clear()
  flushedByMs = 0
  await Promise.all(calls.map(([gateway, some]) => settle(gateway, some, env)))
}

/** What was settled twice, because only the answer got lost, is on the safe side. */
async function settle(gateway: string, calls: readonly Settled[], env: Environment): Promise<void> {
  for (let delayMs = FIRST_DELAY_MS; ; delayMs *= 6) {
    try {
      return await within(MOST_WAIT_MS, ledgerOf(gateway, env).settle(calls))
    } catch (thrown) {
      const told = `gatewright: the ledger of gateway '${gateway}' failed; what ${calls.length} calls came to is not counted`
      if (delayMs > LAST_DELAY_MS) return console.warn(told, thrown)
      await scheduler.wait(delayMs)
    }
  }
}
