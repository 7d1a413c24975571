// What a trace is about: one gateway as the check has read it, and a request as the user describes it.

import type { GatewayRecord, ProviderRecord, ProviderRow } from '../../runtime/records.ts'
import type { SourceMap, SourceNode } from '../1-read/tree.ts'
import type { RouteTree } from '../2-check/levels/steps-of.ts'
import type { Locate } from '../2-check/places.ts'
import type { FeaturePlan } from '../3-plan/ir.ts'
import type { Said } from './origin.ts'

/** A gateway: its merged tree, for what was written where, and its plan, for what is no setting. */
export interface Subject {
  readonly root: SourceMap
  readonly gateway: GatewayRecord
  /** Every row of the Worker: what any provider takes a key in is no header for all of them. */
  readonly rows: ReadonlyMap<string, ProviderRow>
  readonly features: Pick<FeaturePlan, 'native' | 'universal' | 'routes' | 'compat' | 'rest'>
  readonly locate: Locate
}

/** A request, without what a network would add. */
export interface Described {
  readonly method: string
  /** The account of the path; `null` where it names none. */
  readonly account: string | null
  /** Whether it is one to the REST API, whose path says no gateway. */
  readonly isRest: boolean
  /** The segment after the gateway: a provider, `compat`, `dynamic`, or empty for the universal endpoint. */
  readonly segment: string
  /** What follows the segment, or what follows `ai/` in the REST API. */
  readonly path: string
  /** With its `?`, or empty. */
  readonly query: string
  readonly headers: Headers
  /** `null`: none is described. */
  readonly body: Uint8Array | null
}

/** What a door makes of a request. */
export interface Course {
  /** None where the gateway answers itself. */
  readonly attempts: readonly Traced[]
  /** The route that all of them are steps of, whose time they share; `null`: none. */
  readonly route: RouteTree | null
}

/** One request to one provider, as the door would make it. */
export interface Traced {
  /** Which of the client's steps, or of its route's, this is, from 0. */
  readonly step: number
  readonly slug: string
  readonly provider: ProviderRecord
  readonly row: ProviderRow
  /** Where the YAML states the provider. */
  readonly node: SourceNode | undefined
  /** Below the provider, without a query: that may hold a key. */
  readonly path: string
  readonly query: string
  /** The provider's name of the model, where the gateway chose it by the caller's; `null`: the request says it to the provider alone. */
  readonly model: string | null
  /** The dialect that such a model is asked for in; else `null`. */
  readonly api: string | null
  /** The caller's, where that is another and the body is translated; else `null`. */
  readonly translatedFrom: string | null
  /** Headers in which the caller's API has its key, where that is not the provider's. */
  readonly keyFrom: readonly string[]
  readonly said: Said
}
