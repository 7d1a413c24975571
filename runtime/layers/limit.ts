// Counts a client's request once against its gateway's limit and once against each provider's, however many attempts it takes. Over
// the gateway's the request is over; over a provider's this step is, and the chain goes on. Answers that are let through say how much is
// left: `ratelimit-limit`, `-remaining` and `-reset` in seconds, as draft-ietf-httpapi-ratelimit-headers-07 has them.

import type { Attempt, Call, Exchange, Outcome } from '../exchange.ts'
import { counterOf } from '../limits/counter.ts'
import type { Decision } from '../limits/window.ts'
import { GatewayError, problemResponse } from '../problem.ts'
import type { LimitRecord } from '../records.ts'
import type { Limiter } from '../state/limiter.ts'
import { within } from '../within.ts'

/** A limiter that takes longer has failed. It may still count the request. */
const MOST_WAIT_MS = 1000

/** A limit's word on a request: why it is refused, or what is left after it. Both `null`: the limiter failed, and lets pass. */
interface Ruling {
  readonly refusal: GatewayError | null
  readonly left: (Decision & { readonly requests: number }) | null
}

/** The {@link Layer} around retries. It costs nothing where there is no limit. */
export function limit(call: Call, exchange: Exchange, next: () => Promise<Outcome>): Promise<Outcome> {
  const limits = exchange.gateway.limit ?? call.attempt.provider.limit
  return limits === null ? next() : limited(call.attempt, exchange, next)
}

async function limited(attempt: Attempt, exchange: Exchange, next: () => Promise<Outcome>): Promise<Outcome> {
  let least: Ruling['left'] = null
  for (const [record, scope, verdict] of [
    [exchange.gateway.limit, '', 'give up'],
    [attempt.provider.limit, attempt.slug, 'try on'],
  ] as const) {
    if (record === null) continue
    const { refusal, left } = await rulingOnce(record, scope, attempt, exchange)
    if (refusal !== null) return { verdict, response: problemResponse(refusal), problem: refusal }
    if (least === null || (left !== null && left.remaining < least.remaining)) least = left
  }
  return told(await next(), least)
}

function rulingOnce(record: LimitRecord, scope: string, attempt: Attempt, exchange: Exchange): Promise<Ruling> {
  const name = `limit ${scope}`
  const known = exchange.decided.get(name) as Promise<Ruling> | undefined
  if (known !== undefined) return known
  const ruling = rule(record, scope, attempt, exchange)
  exchange.decided.set(name, ruling)
  return ruling
}

/** Never rejects: what becomes of a request whose limiter fails is the YAML's to say. */
async function rule(record: LimitRecord, scope: string, attempt: Attempt, exchange: Exchange): Promise<Ruling> {
  const { requests, windowMs, onFailure } = record
  const where = `'${exchange.gateway.id}'${scope === '' ? '' : ` for ${scope}`}`
  try {
    const { object, key } = await counterOf(record, scope, attempt, exchange)
    const limiter = (exchange.env.LIMITER as DurableObjectNamespace<Limiter>).getByName(object)
    const decision = await within(MOST_WAIT_MS, limiter.take(key, record))
    const left = { ...decision, requests }
    if (decision.allowed) return { refusal: null, left }
    const seconds = String(Math.ceil(decision.resetMs / 1000))
    const description = `The limit of gateway ${where} is ${requests} requests per ${windowMs / 1000} s. Ask again in ${seconds} s.`
    const headers = { 'retry-after': seconds, ...headersOf(left) }
    return { refusal: new GatewayError('rateLimited', description, null, headers), left }
  } catch (thrown) {
    console.warn(`gatewright: the limiter of gateway ${where} failed; rate_limit.on_failure: ${onFailure}`, thrown)
    if (onFailure === 'allow') return { refusal: null, left: null }
    const description = `The limiter of gateway ${where} failed, and requests that it did not count are refused. Try again.`
    return { refusal: new GatewayError('limiterFailed', description), left: null }
  }
}

/** Failures, and a provider that speaks of limits of its own, stay as they are: two quotas in one answer would say nothing. */
function told(outcome: Outcome, left: Ruling['left']): Outcome {
  const { verdict, response } = outcome
  if (left === null || verdict !== 'take' || response.headers.has('ratelimit-limit')) return outcome
  const marked = new Response(response.body, response)
  for (const [name, value] of Object.entries(headersOf(left))) marked.headers.set(name, value)
  return { ...outcome, response: marked }
}

function headersOf({ requests, remaining, resetMs }: NonNullable<Ruling['left']>): { readonly [name: string]: string } {
  return {
    'ratelimit-limit': String(requests),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.ceil(resetMs / 1000)),
  }
}
