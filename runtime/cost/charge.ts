// What is charged for an attempt: the contract between who knows prices and who asks for them. Types only.

import type { TokenUsage } from '../logs/token-usage.ts'
import type { ObservedRecord } from '../records.ts'

/** An attempt, as far as its price depends on it. */
export interface Charged {
  /** The provider row's name: prices are the vendor's, whatever the YAML calls the provider. */
  readonly row: string
  /** The provider's slug, by which the YAML states prices. */
  readonly slug: string
  readonly model: string | null
  readonly usage: TokenUsage | null
  /** When, in epoch milliseconds: prices change, and some by the hour. */
  readonly atMs: number
  readonly stated: ObservedRecord['prices']
  /** The value of `cf-aig-custom-cost`; `null`: there is none. */
  readonly customCost: string | null
}

/** US dollars; `null`: no price is known. */
export interface Charge {
  readonly cost: number | null
  /** Whether the caller or the YAML stated the price. */
  readonly isCustom: boolean
}

/** Never throws. What `cf-aig-custom-cost` says wins over the YAML's price, and that over the vendor's. */
export type ChargeFor = (charged: Charged) => Charge
