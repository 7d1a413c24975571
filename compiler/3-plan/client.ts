// One gateway -> what its typed client knows beyond the record: who speaks what, and whose models are listed for good.

import type { Gateway } from '../2-check/config.gen.ts'
import type { ClientPlan } from './ir.ts'
import { rowName, rowNamed } from './rows.ts'

/** Providers in order of their slugs. `models` says which ones a provider serves: whoever states it has no others. */
export function clientPlan({ providers }: Gateway): ClientPlan {
  const stated = Object.entries(providers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([slug, provider]) => (provider === undefined ? [] : [{ slug, provider }]))
  return {
    dialects: Object.fromEntries(stated.map(({ slug, provider }) => [slug, rowNamed(rowName(slug, provider)).dialect])),
    closed: stated.flatMap(({ slug, provider }) => (provider.models === undefined ? [] : [slug])),
  }
}
