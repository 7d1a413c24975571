// What is handed in to those who observe. Types only.

import type { ChargeFor } from '../cost/charge.ts'
import type { Sink } from './sink.ts'
import type { UsageDialect } from './token-usage.ts'

/** How answers say what they used, what that costs, and where rows go. */
export interface Observing {
  /** By dialect. */
  readonly usages: { readonly [dialect: string]: UsageDialect }
  readonly charge: ChargeFor
  /** The log; `null`: no gateway keeps one. */
  readonly store: Sink | null
  /** Who else gets every row. */
  readonly sinks: readonly Sink[]
}
