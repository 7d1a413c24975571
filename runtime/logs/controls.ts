// What a request says of being logged, else the YAML for it. A step's header wins over its request's, and that over the YAML's, as with all
// settings. Source: the wire contract, "headers" 3.1.

import { CUSTOM_COST_TAKES, customCostOf } from '../cost/custom-cost.ts'
import type { Attempt } from '../exchange.ts'
import type { LogsRecord } from '../records.ts'
import { boolean, unreadable } from '../settings.ts'

/** Whose value is a price of the caller’s own. */
export const CUSTOM_COST = 'cf-aig-custom-cost'

/** What becomes of an attempt's row. */
export interface Controls {
  /** Whether it goes to the log. */
  readonly collect: boolean
  /** As much of a body as it keeps. */
  readonly payloadBytes: number
  /** The value of `cf-aig-custom-cost`; `null`: none. */
  readonly customCost: string | null
}

/** `logs` is `null` where the gateway keeps no log: then a request cannot ask for one. Throws `invalidRequest`. */
export function controlsOf({ headers, provider }: Attempt, logs: LogsRecord | null): Controls {
  const said = { get: (name: string) => headers.get(name) ?? provider.controls[name] ?? null }
  const collect = boolean(said, 'cf-aig-collect-log')
  const payloads = boolean(said, 'cf-aig-collect-log-payload')
  const customCost = said.get(CUSTOM_COST)
  if (customCost !== null && customCostOf(customCost) === null) throw unreadable(CUSTOM_COST, CUSTOM_COST_TAKES)
  const isCollected = logs !== null && (collect ?? logs.collect)
  const hasPayloads = isCollected && (payloads ?? logs.payloads)
  return { collect: isCollected, payloadBytes: hasPayloads ? logs.payloadBytes : 0, customCost }
}
