// What providers say of tokens, in whatever shape: in; counts that can be added up, and parts that are within their sums: out.

import type { TokenUsage } from '../../logs/token-usage.ts'
import type { Usage } from '../chat.ts'
import { numberOf } from '../loose.ts'

/** The count that it is, rounded; `null` for what is none. */
export function countOf(value: unknown): number | null {
  const amount = amountOf(value)
  return amount === null ? null : Math.round(amount)
}

/** The number that it is, unless it is negative or more than a double counts exactly: then `null`. */
export function amountOf(value: unknown): number | null {
  const amount = numberOf(value)
  return amount !== null && amount >= 0 && amount <= Number.MAX_SAFE_INTEGER ? amount : null
}

/** The first count among the places in which it may stand. */
export function firstCount(...places: readonly unknown[]): number | null {
  return places.map(countOf).find((count) => count !== null) ?? null
}

/** Counts together; `null` where none is known. */
export function together(...counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count)
}

/** What is priced apart from what translating needs. */
type Parts = Partial<Omit<TokenUsage, keyof Usage>>

/** Where nothing was said of them. The other parts are left out then. */
const UNSAID = {
  cachedTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  cacheWriteHourTokens: null,
  inputAudioTokens: null,
  cachedAudioTokens: null,
  outputAudioTokens: null,
}

/** What is contained in what, and which other part is in there beside it. A part's sum is right before the part is. */
const WITHIN: readonly (readonly [part: keyof TokenUsage, sum: keyof TokenUsage, beside?: keyof TokenUsage])[] = [
  ['cachedTokens', 'inputTokens'],
  ['cacheWriteTokens', 'inputTokens', 'cachedTokens'],
  ['cacheWriteHourTokens', 'cacheWriteTokens'],
  ['reasoningTokens', 'outputTokens'],
  ['outputAudioTokens', 'outputTokens'],
  ['outputImageTokens', 'outputTokens', 'outputAudioTokens'],
  ['inputAudioTokens', 'inputTokens'],
  ['inputImageTokens', 'inputTokens', 'inputAudioTokens'],
  ['cachedAudioTokens', 'cachedTokens'],
  ['cachedAudioTokens', 'inputAudioTokens'],
  ['cachedImageTokens', 'cachedTokens', 'cachedAudioTokens'],
  ['cachedImageTokens', 'inputImageTokens'],
]

/**
 * A usage with its parts, on top of what a stream said before: providers count from the beginning each time, so no count falls. No part is
 * more than its sum, whatever a provider says.
 */
export function tokenUsage(usage: Usage, parts: Parts, before: TokenUsage | null): TokenUsage {
  const said: { -readonly [name in keyof TokenUsage]?: number | null } = { ...UNSAID, ...before }
  for (const [name, count] of Object.entries({ ...usage, ...parts }) as [keyof TokenUsage, number | null][]) {
    if (count !== null) said[name] = Math.max(count, said[name] ?? 0)
  }
  for (const [part, sum, beside] of WITHIN) {
    const room = (said[sum] ?? 0) - ((beside && said[beside]) ?? 0)
    if (said[part] != null) said[part] = Math.min(said[part], room)
  }
  return said as TokenUsage
}
