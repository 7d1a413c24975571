// What one provider of a gateway says, key by key. A finding's subject lacks the provider: what all of them have in common is said once.

import type { ProviderBehaviour, RowBehaviour, ShownHeaders } from '../behaviour.ts'
import { finding } from '../change.ts'
import { cacheWords, duration, retryWords } from '../words.ts'
import { type Aspect, type Aspects, differing } from './aspect.ts'
import { limit } from './limits.ts'

/** All but where it lives, which its row knows too. */
export const providerAspects: Aspects<Omit<ProviderBehaviour, 'url'>> = {
  row: (before, after) => [finding('API', apiName(before), apiName(after))],
  values: (before, after) =>
    differing(before, after).map(({ name, before: was, after: is }) => finding(name, was ?? null, is ?? null)),
  keys: (before = {}, after = {}, scene) =>
    differing(before, after).map(({ name, before: was, after: is }) => {
      const subject = name === 'default' ? 'key' : `key ${name}`
      const isOpen = scene.after?.callers === 'anyone'
      const isFirst = Object.keys(before).length === 0
      const isLast = Object.keys(after).length === 0
      if (was === undefined && isOpen) return finding(subject, null, is ?? null, 'weakens', 'anyone may spend it')
      const note = isFirst ? 'callers need none of their own' : isLast ? 'callers bring their own' : null
      return finding(subject, was ?? null, is ?? null, 'neutral', note)
    }),
  alias: (before = 'default', after = 'default') => [finding('key that is used', before, after)],
  headers: headers(),
  controls: headers(),
  timeoutMs: time('time to the first byte'),
  idleTimeoutMs: time('silence'),
  retries: (before, after) => [finding('retries', retryWords(before), retryWords(after))],
  cache: (before, after) => [finding('cache', cacheWords(before), cacheWords(after))],
  limit,
  binding: (before, after, scene) => {
    const isOpen = before === undefined && scene.after?.callers === 'anyone'
    const note = isOpen ? 'anyone may spend it' : null
    return [finding('binding', before ?? null, after ?? null, isOpen ? 'weakens' : 'neutral', note)]
  },
}

/** Where a provider lives: its own address, else its row's. */
export function addressOf({ url, row }: ProviderBehaviour, rows: { readonly [name: string]: RowBehaviour }): string {
  return url ?? ((Object.hasOwn(rows, row) && rows[row]?.url) || 'built in')
}

/** A provider's API in words: `openai` of a custom one, else the vendor's own. */
function apiName(row: string | undefined): string {
  return row?.replace(/^custom /, '') ?? ''
}

/** One finding for each header that differs. */
function headers(): Aspect<ShownHeaders> {
  return (before, after, scene) =>
    differing(before, after).map(({ name, before: was, after: is }) => {
      const isKept = name === PAYLOADS && is === 'true' && scene.after?.logs !== undefined
      const note = isKept ? 'bodies of requests and answers are kept' : null
      return finding(`header ${name}`, was ?? null, is ?? null, isKept ? 'weakens' : 'neutral', note)
    })
}

const PAYLOADS = 'cf-aig-collect-log-payload'

function time(subject: string): Aspect<number> {
  const words = (ms: number | undefined) => (ms === undefined ? null : `${duration(ms)} at most`)
  return (before, after) => [finding(subject, words(before), words(after))]
}
