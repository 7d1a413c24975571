// A trace as people read it and as programs do: each setting with its value and where it comes from. No key's value is in either.

import { mask } from '../diagnostics/secrets.ts'
import { count, printable } from '../diagnostics/words.ts'
import type { Key } from './key.ts'
import { originText, type Sourced } from './origin.ts'
import { answerOf } from './refusal.ts'
import type { Settings } from './settings.ts'
import type { Trace, TracedAttempt } from './trace.ts'

/** A setting by the name that people know it under. */
interface Row {
  readonly name: string
  readonly value: Sourced<string | number | boolean | null>
  readonly unit: string
  /** What stands for `null`. */
  readonly absent: string
}

/** For people: a block of lines for each attempt. */
export function pretty(trace: Trace): string {
  const doors = {
    universal: 'universal endpoint',
    native: 'provider-native',
    route: 'route',
    unified: 'unified endpoint',
    rest: 'REST API',
  }
  const { length } = trace.attempts
  const made = length === 0 ? 'no attempt: the gateway answers itself' : count(length, 'attempt')
  const head = `gateway ${trace.gateway}, ${doors[trace.door]}, ${made}`
  return `${[head, ...trace.attempts.map((attempt) => block(trace, attempt))].join('\n\n')}\n`
}

/** For programs: one JSON object. */
export function json(trace: Trace): string {
  const attempts = trace.attempts.map((attempt) => ({
    step: attempt.step,
    provider: attempt.provider,
    endpoint: attempt.endpoint,
    model: attempt.model,
    api: attempt.api,
    translatedFrom: attempt.translatedFrom,
    refusal:
      attempt.refusal === null ? null : { answer: answerOf(attempt.refusal), message: mask(attempt.refusal.message) },
    key: attempt.decided?.key ?? null,
    settings: rowsOf(trace, attempt).map(({ name, value, unit }) => ({
      name,
      value: typeof value.value === 'string' ? mask(value.value) : value.value,
      unit: unit === '' ? null : unit,
      from: value.from,
    })),
    headers: [...(attempt.decided?.headers ?? [])].map(([name, { value, from }]) => ({
      name,
      value: mask(value),
      from,
    })),
  }))
  return `${JSON.stringify({ gateway: trace.gateway, endpoint: trace.door, attempts }, null, 2)}\n`
}

function block(trace: Trace, attempt: TracedAttempt): string {
  const model = attempt.model === null ? '' : `  model ${attempt.model}`
  const head = printable(`step ${attempt.step}  ${attempt.provider}  ${attempt.endpoint || '/'}${model}`)
  if (attempt.refusal !== null) {
    const final = attempt.refusal.problem === 'noSuchAlias' ? 'the next step is tried' : 'and no further step is tried'
    return `${head}\n  refused with ${answerOf(attempt.refusal)}: ${printable(mask(attempt.refusal.message))}\n  ${final}`
  }
  const key = attempt.decided === null ? '' : keyText(attempt.decided.key)
  const lines: (readonly [string, string, string])[] = [
    ['key', key, ''],
    ...(attempt.api === null ? [] : [['api', apiText(attempt), ''] as const]),
    ...rowsOf(trace, attempt).map((row) => [row.name, valueText(row), originText(row.value.from)] as const),
    ...[...(attempt.decided?.headers ?? [])].map(
      ([name, { value, from }]) => [`header ${name}`, mask(value), originText(from)] as const,
    ),
  ]
  const widths = [0, 1].map((column) =>
    Math.max(...lines.filter(([, , from]) => from !== '').map((line) => line[column]?.length ?? 0)),
  )
  const shown = lines.map(([name, value, from]) =>
    printable(`  ${name.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${from}`).trimEnd(),
  )
  return [head, ...shown].join('\n')
}

function rowsOf({ deadlineMs }: Trace, { decided }: TracedAttempt): readonly Row[] {
  if (decided === null) return []
  const { settings } = decided
  const row = (name: string, value: Row['value'], unit = '', absent = 'none'): Row => ({ name, value, unit, absent })
  return [
    row('timeout', noLimit(settings.timeoutMs), 'ms'),
    row('idle timeout', settings.idleTimeoutMs, 'ms'),
    row('deadline', deadlineMs, 'ms'),
    row('attempts', settings.attempts),
    row('retry delay', settings.retryDelayMs, 'ms'),
    row('backoff', settings.backoff),
    row('cache ttl', settings.cacheTtlSeconds, 's', 'off'),
    row('skip cache', settings.skipCache),
    row('cache key', settings.cacheKey),
    row('key alias', settings.keyAlias),
  ]
}

/** A timeout of 0 is none. */
function noLimit(timeout: Settings['timeoutMs']): Settings['timeoutMs'] {
  return timeout.value === 0 ? { ...timeout, value: null } : timeout
}

function valueText({ value: { value }, unit, absent }: Row): string {
  if (value === null) return absent
  return `${typeof value === 'string' ? mask(value) : value}${unit === '' ? '' : ` ${unit}`}`
}

function apiText({ api, translatedFrom }: TracedAttempt): string {
  return translatedFrom === null ? `${api}, as the caller’s` : `${api}, translated from ${translatedFrom}`
}

function keyText(key: Key): string {
  switch (key.kind) {
    case 'own':
      return `the caller’s own, in ${key.slot}${key.unlessToken ? ' (unless that is a token of the gateway)' : ''}`
    case 'stored':
      return `stored, ${key.secret}`
    case 'none':
      return 'none'
    default:
      return key satisfies never
  }
}
