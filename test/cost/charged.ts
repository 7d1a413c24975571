// Attempts to charge for: a plain one, with what a test says instead.

import type { Charged } from '../../runtime/cost/charge.ts'
import { tokens } from '../support/log-row.ts'

/** A million tokens in and a million out of gpt-4o-mini, on a day in autumn 2026, unless it is said otherwise. */
export function charged(said: Partial<Charged>): Charged {
  return {
    row: 'openai',
    slug: 'openai',
    model: 'gpt-4o-mini',
    usage: tokens(1e6, 1e6),
    atMs: Date.parse('2026-10-01T12:00:00Z'),
    stated: [],
    customCost: null,
    ...said,
  }
}
