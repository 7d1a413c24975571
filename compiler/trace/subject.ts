// What a trace is about: one gateway as the check has read it, and a request as the user describes it.

import type { GatewayRecord, ProviderRecord, ProviderRow } from '../../runtime/records.ts'
import type { SourceMap, SourceNode } from '../1-read/tree.ts'
import type { Locate } from '../2-check/places.ts'
import type { FeaturePlan } from '../3-plan/ir.ts'
import type { Said } from './origin.ts'

/** A gateway: its merged tree, for what was written where, and its plan, for what is no setting. */
export interface Subject {
  readonly root: SourceMap
  readonly gateway: GatewayRecord
  /** Every row of the Worker: what any provider takes a key in is no header for all of them. */
  readonly rows: ReadonlyMap<string, ProviderRow>
  readonly features: Pick<FeaturePlan, 'native' | 'universal' | 'routes'>
  readonly locate: Locate
}

/** A request, without what a network would add. */
export interface Described {
  readonly method: string
  /** The account of the path; `null` where it names none. */
  readonly account: string | null
  /** The segment after the gateway: a provider, `dynamic`, or empty for the universal endpoint. */
  readonly segment: string
  /** What follows the segment. */
  readonly path: string
  /** With its `?`, or empty. */
  readonly query: string
  readonly headers: Headers
  /** `null`: none is described. */
  readonly body: Uint8Array | null
}

/** One request to one provider, as the door would make it. */
export interface Traced {
  readonly slug: string
  readonly provider: ProviderRecord
  readonly row: ProviderRow
  /** Where the YAML states the provider. */
  readonly node: SourceNode | undefined
  /** Below the provider, without a query: that may hold a key. */
  readonly path: string
  readonly query: string
  /** What a route puts into the body; `null` where the body names its model itself. */
  readonly model: string | null
  readonly said: Said
}
