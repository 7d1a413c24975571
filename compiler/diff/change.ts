// One difference between two Workers, as data that every rendering says the same way.

import { printable } from '../diagnostics/words.ts'
import { withoutDigest } from './shown.ts'

/** Whether a change lets more people in, lets them spend more, or shows what they ask to more; or the opposite. */
export type Effect = 'weakens' | 'strengthens' | 'neutral'

/** One difference. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed'
  /** `null`: the Worker that carries all gateways. */
  readonly gateway: string | null
  /** What it is about: `authentication`, `provider openai`, `route chat`. */
  readonly subject: string
  readonly effect: Effect
  /** What it was, in words; `null`: it was not there. No secret is in them. */
  readonly before: string | null
  readonly after: string | null
  /** What follows from it; `null`: that is plain. */
  readonly note: string | null
}

/** What an aspect says of a change: the gateway is put in by whoever asked. */
export type Finding = Omit<Change, 'gateway'>

/** A change from one text to another; `null` on a side: it is not there. */
export function finding(
  subject: string,
  before: string | null,
  after: string | null,
  effect: Effect = 'neutral',
  note: string | null = null,
): Finding {
  const kind = before === null ? 'added' : after === null ? 'removed' : 'changed'
  return { kind, subject: clean(subject), effect, ...apart(before, after), note }
}

/** A key that changed is hidden on both sides: then the sides say so. */
function apart(before: string | null, after: string | null): Pick<Finding, 'before' | 'after'> {
  const shown = { before: before === null ? null : clean(before), after: after === null ? null : clean(after) }
  if (shown.before === null || shown.after !== shown.before) return shown
  return { ...shown, after: `${shown.after}, another one` }
}

/** What stands in a YAML may hold anything: nothing in it ends a line or reorders it. */
function clean(text: string): string {
  return printable(withoutDigest(text))
}

/** What it was and what it is, as far as there is something to show. That a protection is gone has to be seen without its mark. */
export function sidesOf({ kind, effect, before, after }: Change): readonly string[] {
  const sides = [before, after].flatMap((side) => (side === null || side === '' ? [] : [side]))
  return kind === 'removed' && effect === 'weakens' ? [...sides, 'none'] : sides
}

/** A change in a line, without its gateway: `rate limit: 600 requests per minute → none (nothing counts requests)`. */
export function sentence(change: Change): string {
  const { subject, note } = change
  const sides = sidesOf(change)
  return `${subject}${sides.length === 0 ? '' : `: ${sides.join(' → ')}`}${note === null ? '' : ` (${note})`}`
}

/** Whether two values of a behaviour are the same. Their keys are in the same order, as one function wrote both. */
export function isSame(before: unknown, after: unknown): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after)
}
