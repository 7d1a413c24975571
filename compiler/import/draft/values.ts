// Values as the YAML writes them: lengths of time within what a key takes, names that fit, and texts that may be written.

import { holdsKey } from '../../diagnostics/secrets.ts'
import { printable } from '../../diagnostics/words.ts'

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const

/** A length in the largest unit that divides it: `90s`, `2m`, `1500ms`. */
export function duration(ms: number): string {
  const whole = Math.round(ms)
  for (const [unitMs, unit] of units) if (whole > 0 && whole % unitMs === 0) return `${whole / unitMs}${unit}`
  return whole === 0 ? '0s' : `${whole}ms`
}

/** The nearest number within bounds. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

/** LiteLLM's windows: `30d`, `24h`, `10m`, `90s`, `1mo`. In milliseconds; `null` where it is none. */
export function windowMs(text: string): number | null {
  const [, amount, unit] = /^(\d{1,9})(s|m|h|d|w|mo)$/.exec(text.trim()) ?? []
  const ms = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, mo: 2_592_000_000 }
  return amount === undefined ? null : Number(amount) * (ms[unit as keyof typeof ms] ?? 0)
}

/** A name of letters, digits, hyphens and underscores, 64 at most; `null` where nothing of it is left. */
export function identifier(text: string): string | null {
  const name = text
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
  return name === '' || holdsKey(name) ? null : name
}

/** The same in lower case with hyphens only, for slugs. */
export function slugOf(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  return slug === '' || holdsKey(slug) ? 'provider' : slug
}

/** Whether a text may stand in the YAML: nothing in it is a key or cannot be seen. */
export function isWritable(text: string): boolean {
  return text !== '' && printable(text) === text && !holdsKey(text)
}

/** A million tokens at a price per token, without the noise of binary fractions. */
export function perMillion(perToken: number): number {
  return Number((perToken * 1_000_000).toPrecision(10))
}
