// The settings of a hosted gateway, as its management API gives them.

import { clamp, duration } from '../draft/values.ts'
import type { Draft } from '../imported.ts'
import { at, flagAt, numberAt, textAt } from '../source/fields.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'
import { impliedSecret } from '../source/secrets.ts'
import { spendLimits } from './budgets.ts'
import { collectors } from './collectors.ts'

/** Puts a gateway's settings into the draft. Its providers are there already. */
export function gatewaySettings(notes: Notes, gateway: Field | null, draft: Draft): void {
  if (gateway === null) return
  const id = textAt(notes, gateway, 'id')
  if (id !== null) carried(notes, id[1], 'the name of the file')
  authentication(notes, gateway, draft)
  cache(notes, gateway, draft)
  rateLimit(notes, gateway, draft)
  retries(notes, gateway, draft)
  logs(notes, gateway, draft)
  spendLimits(notes, at(notes, gateway, 'spend_limits'), draft)
  collectors(notes, at(notes, gateway, 'otel'), draft)
}

function authentication(notes: Notes, gateway: Field, draft: Draft): void {
  const flag = flagAt(notes, gateway, 'authentication')
  const hasKeys = [...draft.providers.values()].some(({ key, keys }) => key !== undefined || keys !== undefined)
  if (flag === null) return
  if (!flag[0] && !hasKeys) {
    draft.authentication = 'off'
    carried(notes, flag[1], 'authentication')
    return
  }
  draft.authentication = { tokens: [{ name: 'client', secret: impliedSecret(notes, 'GATEWAY_TOKEN', flag[1]) }] }
  const why = flag[0]
    ? 'Tokens are this gateway’s own: clients send this one where they sent a Cloudflare API token.'
    : 'The source lets everyone in. With stored keys that is no good idea: clients need this token now.'
  approximated(notes, flag[1], 'authentication', why)
}

function cache(notes: Notes, gateway: Field, draft: Draft): void {
  const ttl = numberAt(notes, gateway, 'cache_ttl')
  const invalidate = flagAt(notes, gateway, 'cache_invalidate_on_update')
  if (ttl === null || ttl[0] < 1) {
    // Neither caches unless a request asks for it.
    if (ttl !== null) carried(notes, ttl[1], 'cache')
    if (invalidate !== null)
      leftOut(notes, invalidate[1], 'Nothing is kept that it could drop, unless a request asks for it.')
    return
  }
  draft.cache = { ttl: duration(clamp(Math.round(ttl[0]), 1, 2_592_000) * 1000) }
  if (ttl[0] <= 2_592_000) carried(notes, ttl[1], 'cache.ttl')
  else approximated(notes, ttl[1], 'cache.ttl', 'An answer is kept for 30 days at most.')
  if (invalidate === null) return
  if (invalidate[0]) draft.cache.invalidate_on_deploy = true
  carried(notes, invalidate[1], 'cache.invalidate_on_deploy')
}

function rateLimit(notes: Notes, gateway: Field, draft: Draft): void {
  const limit = numberAt(notes, gateway, 'rate_limiting_limit')
  const interval = numberAt(notes, gateway, 'rate_limiting_interval')
  const technique = textAt(notes, gateway, 'rate_limiting_technique')
  const found = [limit, interval, technique].flatMap((each) => (each === null ? [] : [each[1]]))
  if (limit === null || interval === null || limit[0] < 1 || interval[0] < 1) {
    for (const field of found) leftOut(notes, field, 'There is no limit: it needs both a number and an interval.')
    return
  }
  draft.rate_limit = {
    requests: Math.round(clamp(limit[0], 1, 1_000_000_000)),
    per: duration(clamp(Math.round(interval[0]), 1, 2_592_000) * 1000),
    ...(technique?.[0] === 'sliding' ? { technique: 'sliding' } : {}),
  }
  if (interval[0] > 2_592_000) {
    approximated(notes, interval[1], 'rate_limit', 'A window is 30 days at most.')
    found.splice(found.indexOf(interval[1]), 1)
  }
  for (const field of found) carried(notes, field, 'rate_limit')
}

function retries(notes: Notes, gateway: Field, draft: Draft): void {
  const attempts = numberAt(notes, gateway, 'retry_max_attempts')
  const delay = numberAt(notes, gateway, 'retry_delay')
  const backoff = textAt(notes, gateway, 'retry_backoff')
  const made: NonNullable<Draft['retries']> = {}
  if (attempts !== null) made.attempts = Math.round(clamp(attempts[0], 1, 5))
  if (delay !== null) made.delay = duration(clamp(delay[0], 0, 5000))
  if (backoff !== null && ['constant', 'linear', 'exponential'].includes(backoff[0])) made.backoff = backoff[0]
  if (attempts !== null) carried(notes, attempts[1], 'retries.attempts')
  if (delay !== null) carried(notes, delay[1], 'retries.delay')
  if (backoff !== null && made.backoff !== undefined) carried(notes, backoff[1], 'retries.backoff')
  else if (backoff !== null) leftOut(notes, backoff[1], 'This is none of the ways in which a delay grows here.')
  if (Object.keys(made).length > 0) draft.retries = made
}

function logs(notes: Notes, gateway: Field, draft: Draft): void {
  const collect = flagAt(notes, gateway, 'collect_logs')
  const keep = numberAt(notes, gateway, 'log_management')
  const full = textAt(notes, gateway, 'log_management_strategy')
  if (collect !== null) carried(notes, collect[1], 'logs')
  if (collect?.[0] !== true) {
    for (const found of [keep, full]) if (found !== null) leftOut(notes, found[1], 'No logs are collected.')
    return
  }
  const made: Exclude<NonNullable<Draft['logs']>, string> = {}
  if (keep !== null && keep[0] >= 1) {
    made.keep = Math.round(clamp(keep[0], 1, 10_000_000))
    carried(notes, keep[1], 'logs.keep')
  }
  const strategy = full?.[0].toLowerCase()
  if (full !== null && (strategy === 'stop_inserting' || strategy === 'delete_oldest')) {
    made.when_full = strategy
    carried(notes, full[1], 'logs.when_full')
  } else if (full !== null) leftOut(notes, full[1], 'This is none of the ways to go on when the log is full.')
  draft.logs = Object.keys(made).length === 0 ? 'on' : made
}
