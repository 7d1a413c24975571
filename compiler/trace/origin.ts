// Where a value comes from: a line of the YAML, the request, a step of the request's body, or nobody.

import type { Place } from '../2-check/config.ts'

/** Names are as they were written: a legacy one where that was used. */
export type Origin =
  | { readonly kind: 'yaml'; readonly place: Place; readonly key: string }
  | { readonly kind: 'request'; readonly header: string }
  | { readonly kind: 'step'; readonly step: number; readonly header: string }
  | { readonly kind: 'config'; readonly step: number; readonly key: string }
  | { readonly kind: 'default' }

/** A value and where it comes from. */
export interface Sourced<T> {
  readonly value: T
  readonly from: Origin
}

/** What is said to the gateway and to the provider, by the name of the header that says it, in lower case. */
export type Said = ReadonlyMap<string, Sourced<string>>

/** `gateways/support.yaml:12:5 providers.openai.timeout`, `request header cf-aig-cache-ttl`. */
export function originText(from: Origin): string {
  switch (from.kind) {
    case 'yaml':
      return `${from.place.file}:${from.place.line}:${from.place.column} ${from.key}`
    case 'request':
      return `request header ${from.header}`
    case 'step':
      return `step ${from.step} header ${from.header}`
    case 'config':
      return `step ${from.step} config.${from.key}`
    case 'default':
      return 'default'
    default:
      return from satisfies never
  }
}
