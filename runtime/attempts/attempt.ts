// One attempt, from the provider's path to an outcome: settings, then the layers around it, then the provider itself.

import type { Attempt, Call, Deadline, Exchange, Layer, Outcome } from '../exchange.ts'
import { headersForProvider } from '../headers.ts'
import { GatewayError, problemResponse } from '../problem.ts'
import type { Credential } from '../records.ts'
import { settingsOf } from '../settings.ts'
import type { Patience, Watch } from '../streams/guard.ts'
import { type Credentialed, identityOf, place, putCredential, type Signer } from './credential.ts'
import type { Stage } from './opening.ts'
import { judge, type Look } from './outcome.ts'
import { type NamedBy, type Target, targetOf } from './target.ts'
import { received, send, type UpstreamRequest } from './upstream.ts'

/** A provider that answers by itself: the path below it, with its query, and the request as it would have gone out. */
export type Builtin = (path: string, request: UpstreamRequest, deadline: Deadline | null) => Promise<Response>

/** The code that the tables name and that this bundle holds. */
export interface Abilities {
  readonly signers: { readonly [name: string]: Signer }
  readonly builtins: { readonly [name: string]: Builtin }
  /** Answers with a binding of the platform's, where the YAML states one and the caller brings no key; `null`: none does. */
  readonly bound: ((call: Call, exchange: Exchange) => Builtin | null) | null
  /** Finds upstream URLs that clients name; `null`: no provider lets them. */
  readonly namedTarget: NamedBy | null
  /** Knows how streams begin; `null`: nowhere else would be asked. */
  readonly stage: Stage | null
  /** What wraps a call, outermost first. */
  readonly layers: readonly Layer[]
  /** Ends streams that fall silent or outlive their request; `null`: no gateway limits them. */
  readonly watch: Watch | null
}

/** Never throws for what the world did: a GatewayError is an outcome too. */
export async function resolve(
  attempt: Attempt,
  exchange: Exchange,
  hasNext: boolean,
  abilities: Abilities,
): Promise<Outcome> {
  try {
    const settings = settingsOf(attempt)
    const target = targetOf(attempt, exchange.account, abilities.namedTarget)
    const headers = outgoingHeaders(attempt, target)
    const credentialed: Credentialed = { attempt, target, headers, alias: settings.alias, env: exchange.env }
    const call: Call = {
      attempt,
      settings,
      identity: () => identityOf(credentialed),
      hasNext,
    }
    return await layered(abilities.layers, call, exchange, () => ask(call, target, headers, exchange, abilities))
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown
    return { verdict: thrown.isFinal ? 'give up' : 'try on', response: problemResponse(thrown), problem: thrown }
  }
}

function layered(
  layers: readonly Layer[],
  call: Call,
  exchange: Exchange,
  last: () => Promise<Outcome>,
): Promise<Outcome> {
  const [layer, ...inner] = layers
  return layer === undefined ? last() : layer(call, exchange, () => layered(inner, call, exchange, last))
}

/** The client's headers without what is not the provider's business, and the defaults it leaves room for. */
function outgoingHeaders({ headers: sent, spent, keyFrom, row, provider }: Attempt, { credential }: Target): Headers {
  const headers = headersForProvider(sent)
  for (const name of spent) headers.delete(name)
  if (keyFrom.length > 0) moveKey(keyFrom, credential, headers)
  if (row.target !== null) headers.delete(row.target.header)
  fillIn(headers, provider.headers)
  fillIn(headers, row.headers)
  return headers
}

/** The caller's API may have another place for a key than the provider's. */
function moveKey(keyFrom: readonly string[], credential: Credential, headers: Headers): void {
  const found = keyFrom.map((name) => headers.get(name)).find((value) => value !== null && value !== '')
  for (const name of keyFrom) headers.delete(name)
  if (found != null) place(headers, credential, found.replace(/^Bearer +/i, ''))
}

/** Defaults never replace what is there. */
function fillIn(headers: Headers, defaults: readonly (readonly [name: string, value: string])[]): void {
  for (const [name, value] of defaults) if (!headers.has(name)) headers.set(name, value)
}

/** One try at the provider. */
async function ask(
  call: Call,
  target: Target,
  sent: Headers,
  exchange: Exchange,
  abilities: Abilities,
): Promise<Outcome> {
  const { attempt, settings } = call
  const hasNext = call.hasNext || settings.retries.attempts > 1
  const { row, method, payload } = attempt
  // A credential is put on a copy where there may be another try: a signature is good for one.
  const headers = settings.retries.attempts > 1 ? new Headers(sent) : sent
  const builtin = row.builtin === null ? abilities.bound?.(call, exchange) : abilities.builtins[row.builtin]
  const signer = row.signer === null ? null : (abilities.signers[row.signer] ?? null)
  const credentialed: Credentialed = { attempt, target, headers, alias: settings.alias, env: exchange.env }
  const body = builtin ? payload.take() : await putCredential(credentialed, exchange, signer)
  const deadline = exchange.startDeadline(shorter(settings.timeoutMs, exchange.endsAtMs))
  const watched = watchedBy(abilities.watch, attempt, exchange)
  try {
    const response = await (builtin || send)(target.url, { method, headers, body }, deadline)
    const outcome = await judge(response, hasNext ? lookAt(target.url, watched, deadline, abilities.stage) : null)
    return outcome.response === response ? { ...outcome, response: guarded(response, watched) } : outcome
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown
    const verdict = deadline?.takenBack?.aborted ? 'give up' : 'try on'
    return { verdict, response: problemResponse(thrown), problem: thrown }
  } finally {
    deadline?.stop()
  }
}

/** How an attempt's answer is watched, by what, and with how much patience. */
interface Watched extends Watch {
  readonly patience: Patience
}

function watchedBy(watch: Watch | null, { provider }: Attempt, { endsAtMs }: Exchange): Watched | null {
  const idleMs = provider.idleTimeoutMs
  return watch === null || (idleMs === null && endsAtMs === null) ? null : { ...watch, patience: { idleMs, endsAtMs } }
}

/** The first byte is waited for as long as the deadline is, any other as long as there is patience. */
function lookAt(url: string, watched: Watched | null, deadline: Deadline | null, stage: Stage | null): Look {
  return {
    stage,
    read: (bytes) => received(url, watched === null ? bytes : watched.within(watched.patience, bytes), deadline),
    whole: (body) => (watched === null ? body : watched.guard(body, watched.patience)),
  }
}

function guarded(response: Response, watched: Watched | null): Response {
  if (response.body === null || watched === null) return response
  return new Response(watched.guard(response.body, watched.patience), response)
}

/** The attempt's own limit, or what is left of the request's. */
function shorter(timeoutMs: number | null, endsAtMs: number | null): number | null {
  if (endsAtMs === null) return timeoutMs
  const left = Math.max(1, endsAtMs - Date.now())
  return timeoutMs === null || timeoutMs === 0 ? left : Math.min(timeoutMs, left)
}
