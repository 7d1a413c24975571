// Who gets into a gateway that has tokens, and what is left of a request without them: a token goes no further than here.

import type { Attempt, Entry, Environment, Rows } from '../exchange.ts'
import { slotsOf } from '../headers.ts'
import { type Located, providerOf } from '../locate.ts'
import { GatewayError } from '../problem.ts'
import type { Credential, ProviderRow, TokenRecord } from '../records.ts'
import { authenticate } from './auth.ts'

/** What a bundle holds of this where some gateway has tokens. */
export interface Gate {
  /** Comes before anything that tells what the gateway holds. Throws `unauthorized`. */
  readonly letIn: (
    tokens: readonly TokenRecord[],
    located: Located,
    request: Request,
    env: Environment,
    rows: Rows,
  ) => Promise<Entry>
  /** Attempts whose own headers may hold a token in place of a key: it does not go to the provider, and a stored key does. */
  readonly withoutTokens: (
    tokens: readonly TokenRecord[],
    attempts: readonly Attempt[],
    env: Environment,
  ) => Promise<readonly Attempt[]>
}

/** Where a token is looked for when the path names no provider of the gateway's: where SDKs that ask for models by name have keys. */
const ANY_PROVIDER: Credential = {
  header: 'authorization',
  scheme: 'Bearer',
  slots: ['authorization', 'x-api-key'],
  query: null,
}
/** A universal request is nobody's API. */
const NO_PROVIDER: Credential = { ...ANY_PROVIDER, slots: ['authorization'] }

/** Handed to the Worker by its entry. */
export const gate: Gate = {
  async letIn(tokens, { gateway, segment, query }, { headers }, env, rows) {
    const found = providerOf(gateway, segment, rows)
    const anyone = segment === '' ? NO_PROVIDER : ANY_PROVIDER
    const credential = found === null ? anyone : credentialOf(found.row, [])
    const entry = await authenticate(tokens, headers, query, credential, env)
    if (entry.caller !== null) return entry
    throw new GatewayError(
      'unauthorized',
      'This gateway asks for a token: send `cf-aig-authorization: Bearer <token>`.',
    )
  },
  withoutTokens: (tokens, attempts, env) =>
    Promise.all(
      attempts.map(async (attempt) => {
        const { row, keyFrom, headers, query: sent } = attempt
        const { spent, query } = await authenticate(tokens, headers, sent, credentialOf(row, keyFrom), env)
        return { ...attempt, spent, query }
      }),
    ),
}

/** Where a token is looked for: wherever some path of the provider takes its key, or the caller's API has its own. */
function credentialOf(row: ProviderRow, keyFrom: readonly string[]): Credential {
  return { ...row.credential, slots: [...new Set([...slotsOf(row), ...keyFrom])] }
}
