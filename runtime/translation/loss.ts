// The fields of one request that its provider cannot be told, and what the gateway's YAML wants done about them.

import type { Loss } from '../dialects/dialect.ts'
import { GatewayError } from '../problem.ts'
import type { GatewayRecord } from '../records.ts'

/** A {@link Loss} that knows the gateway's `unsupported`. */
export interface Ledger extends Loss {
  /** Once all is said. Throws `unsupported` where the YAML wants an error. */
  readonly settle: () => void
  /** What `cf-aig-dropped` is to name, in the order in which it was found. */
  readonly named: () => readonly string[]
}

/** An empty one. */
export function lossOf(unsupported: GatewayRecord['unsupported']): Ledger {
  const fields = new Set<string>()
  return {
    drop: (field) => fields.add(field.replace(UNPRINTABLE, '?')),
    settle() {
      if (unsupported !== 'error' || fields.size === 0) return
      const names = [...fields].join(', ')
      throw new GatewayError(
        'unsupported',
        `The provider's API has no words for: ${names}. Leave them out, ask another provider, or set \`unsupported: warn\`.`,
      )
    },
    named: () => (unsupported === 'warn' ? [...fields] : []),
  }
}

/** Names come from the client's body and go into a header. */
const UNPRINTABLE = /[^\w.-]/g
