// What phase 2 promises phase 3: every gateway merged with its fragments, of the right shape, and free of errors.

import type { Gateway, Worker } from './config.gen.ts'

/** Where something was written, for comments in emitted code. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One gateway without errors, and where what it says was written. */
export interface CheckedGateway {
  readonly id: string
  readonly place: Place
  /** The merged value, of the schema's shape. */
  readonly value: Gateway
  /** Where each provider's key stands, by slug. */
  readonly providerPlaces: { readonly [slug: string]: Place }
  /** Where each secret's name stands: one entry for every mention. */
  readonly secretPlaces: readonly { readonly name: string; readonly place: Place }[]
}

/** All that the YAML says: phase 2's product. */
export interface Config {
  readonly kind: 'config'
  readonly worker: Worker
  /** Sorted by id. */
  readonly gateways: readonly CheckedGateway[]
}
