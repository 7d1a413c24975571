// LiteLLM's settings for the whole proxy: who may call, retries, timeouts, the cache, budgets, logs.

import { clamp, duration, windowMs } from '../draft/values.ts'
import type { Draft } from '../imported.ts'
import { at, flagAt, numberAt, textAt } from '../source/fields.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'
import { impliedSecret, secretFor } from '../source/secrets.ts'

/** Puts the settings of a configuration into the gateway. */
export function settle(notes: Notes, root: Field, draft: Draft): void {
  const general = at(notes, root, 'general_settings')
  const litellm = at(notes, root, 'litellm_settings')
  const router = at(notes, root, 'router_settings')
  authenticate(notes, general, draft)
  retry(notes, router, litellm, draft)
  wait(notes, router, litellm, draft)
  cache(notes, litellm, draft)
  budget(notes, litellm, draft)
  keepLogs(notes, general, litellm, draft)
  const drop = flagAt(notes, litellm, 'drop_params')
  if (drop !== null) {
    draft.unsupported = drop[0] ? 'drop' : 'error'
    carried(notes, drop[1], 'unsupported')
  }
}

function authenticate(notes: Notes, general: Field | null, draft: Draft): void {
  const master = at(notes, general, 'master_key')
  const became = 'authentication.tokens'
  if (master === null) {
    draft.authentication = { tokens: [{ name: 'client', secret: impliedSecret(notes, 'GATEWAY_TOKEN', null) }] }
    const text =
      'The source lets everyone in. With keys in a gateway that is no good idea: clients need this token now.'
    draft.comments.push({ path: ['authentication'], text })
    return
  }
  const secret = secretFor(notes, master, 'LITELLM_MASTER_KEY', became)
  draft.authentication = { tokens: [{ name: 'master', secret }] }
  const text = 'Virtual keys are none here: give each client a token of its own, by its name and secret or sha256.'
  draft.comments.push({ path: ['authentication'], text })
}

function retry(notes: Notes, router: Field | null, litellm: Field | null, draft: Draft): void {
  const retries = numberAt(notes, router, 'num_retries') ?? numberAt(notes, litellm, 'num_retries')
  const after = numberAt(notes, router, 'retry_after')
  if (retries !== null && retries[0] >= 0) {
    draft.retries = { attempts: Math.round(clamp(retries[0] + 1, 1, 5)) }
    const became = 'retries.attempts'
    if (retries[0] > 4) approximated(notes, retries[1], became, 'A provider is asked five times at most.')
    else
      approximated(
        notes,
        retries[1],
        became,
        'Each step is asked again before the next one is; there a retry may go to another deployment.',
      )
  }
  if (after !== null && after[0] > 0) {
    draft.retries = { ...draft.retries, delay: duration(clamp(after[0] * 1000, 1, 5000)) }
    if (after[0] <= 5) carried(notes, after[1], 'retries.delay')
    else approximated(notes, after[1], 'retries.delay', 'A delay is five seconds at most.')
  }
}

function wait(notes: Notes, router: Field | null, litellm: Field | null, draft: Draft): void {
  const timeout = numberAt(notes, router, 'timeout') ?? numberAt(notes, litellm, 'request_timeout')
  if (timeout === null || timeout[0] <= 0) return
  draft.timeout = duration(clamp(timeout[0] * 1000, 1, 3_600_000))
  const longer = timeout[0] > 3600 ? ' An hour at most.' : ''
  approximated(notes, timeout[1], 'timeout', `It is the time to the first byte of an answer, not to its last.${longer}`)
}

function cache(notes: Notes, litellm: Field | null, draft: Draft): void {
  const flag = flagAt(notes, litellm, 'cache')
  const parameters = at(notes, litellm, 'cache_params')
  if (flag === null) return
  if (!flag[0]) {
    carried(notes, flag[1], 'cache')
    return
  }
  const mode = textAt(notes, parameters, 'mode')
  if (mode !== null && mode[0] === 'default_off') {
    carried(notes, mode[1], 'cache')
    approximated(
      notes,
      flag[1],
      'cache',
      'Requests that ask for it with cf-aig-cache-ttl are cached; nothing else needs to be said.',
    )
    return
  }
  const ttl = numberAt(notes, parameters, 'ttl') ?? numberAt(notes, parameters, 'default_in_memory_ttl')
  draft.cache = { ttl: duration(ttl === null ? 600_000 : clamp(Math.round(ttl[0]), 0, 2_592_000) * 1000) }
  if (ttl !== null) carried(notes, ttl[1], 'cache.ttl')
  const type = textAt(notes, parameters, 'type')
  if (type !== null) {
    const isSemantic = type[0].includes('semantic')
    const why = isSemantic
      ? 'Answers are kept by the exact request, not by its meaning.'
      : 'Where answers are kept is the platform’s: Cloudflare’s Cache API, or SQLite under workerd. No server of your own is needed.'
    approximated(notes, type[1], 'cache', why)
  }
  if (ttl === null)
    approximated(
      notes,
      flag[1],
      'cache.ttl',
      'The source states no time to live: ten minutes, as LiteLLM has it in memory.',
    )
  else carried(notes, flag[1], 'cache')
}

function budget(notes: Notes, litellm: Field | null, draft: Draft): void {
  const amount = numberAt(notes, litellm, 'max_budget')
  const length = textAt(notes, litellm, 'budget_duration')
  if (amount === null || amount[0] < 0.000001) return
  const perMs = length === null ? null : windowMs(length[0])
  draft.budgets = [
    {
      usd: Math.min(amount[0], 1_000_000_000),
      per: duration(clamp(perMs ?? 2_592_000_000, 1000, 366 * 86_400_000)),
    },
  ]
  if (perMs === null)
    approximated(notes, amount[1], 'budgets', 'The source gives it no end that can be read: it is for 30 days here.')
  else carried(notes, amount[1], 'budgets')
  if (length !== null && perMs !== null) carried(notes, length[1], 'budgets')
}

function keepLogs(notes: Notes, general: Field | null, litellm: Field | null, draft: Draft): void {
  const database = at(notes, general, 'database_url')
  const prompts = flagAt(notes, general, 'store_prompts_in_spend_logs')
  const silent = flagAt(notes, litellm, 'turn_off_message_logging')
  if (database === null && prompts === null) {
    if (silent !== null) leftOut(notes, silent[1], 'Nothing is logged here unless `logs` says so.')
    return
  }
  const hasPayloads = prompts?.[0] === true && silent?.[0] !== true
  draft.logs = hasPayloads ? 'on' : { payloads: 'off' }
  if (database !== null)
    approximated(
      notes,
      database,
      'logs',
      'Logs and spend are kept in SQLite beside the gateway: no database is needed. Users, teams and virtual keys of the database are not here.',
    )
  if (prompts !== null) carried(notes, prompts[1], 'logs')
  if (silent !== null) carried(notes, silent[1], 'logs')
}
