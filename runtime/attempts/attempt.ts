// One attempt, from the provider's path to the head of its answer: target, settings, credential, upstream or built-in.

import type { Attempt, Exchange } from '../exchange.ts'
import { headersForProvider } from '../headers.ts'
import { settingsOf } from '../settings.ts'
import { putCredential, type Signer } from './credential.ts'
import { targetOf } from './target.ts'
import { send, type UpstreamRequest } from './upstream.ts'

/** A provider that answers by itself: the path below it, with its query, and the request as it would have gone out. */
export type Builtin = (path: string, request: UpstreamRequest) => Promise<Response>

/** The code that rows name and that this bundle holds. */
export interface Abilities {
  readonly signers: { readonly [name: string]: Signer }
  readonly builtins: { readonly [name: string]: Builtin }
}

/** Throws a GatewayError when no upstream answer came about. An upstream's own error is an answer. */
export async function run(attempt: Attempt, exchange: Exchange, abilities: Abilities): Promise<Response> {
  const { row, method } = attempt
  const { alias, timeoutMs } = settingsOf(attempt)
  const target = targetOf(attempt, exchange.account)
  const headers = headersForProvider(attempt.headers)
  for (const name of attempt.spent) headers.delete(name)
  if (row.target !== null) headers.delete(row.target.header)
  fillIn(headers, attempt.provider.headers)
  fillIn(headers, row.headers)
  if (row.builtin !== null) {
    const answer = abilities.builtins[row.builtin]
    if (answer === undefined) throw new Error(`the built-in provider ${row.builtin} is not in this bundle`)
    return answer(target.url, { method, headers, body: attempt.body })
  }
  const signer = row.signer === null ? null : (abilities.signers[row.signer] ?? null)
  const outgoing = { target, method, headers, body: attempt.body, waitUntil: exchange.waitUntil }
  const body = await putCredential(outgoing, attempt, alias, exchange.env, signer)
  return send(target.url, { method, headers, body }, timeoutMs)
}

/** Defaults never replace what is there. */
function fillIn(headers: Headers, defaults: readonly (readonly [name: string, value: string])[]): void {
  for (const [name, value] of defaults) if (!headers.has(name)) headers.set(name, value)
}
