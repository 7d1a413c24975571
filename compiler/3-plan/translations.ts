// Which dialects must be spoken: an API that callers may ask in, at a provider that has it not, is translated to the provider's own.

import type { ApiRecord } from '../../runtime/records.ts'
import type { CheckedGateway, Place } from '../2-check/config.ts'
import type { NamedUse, TranslationPlan } from './ir.ts'
import { modelsInRoutes, splitModel } from './route.ts'
import { rowName, rowNamed } from './rows.ts'
import { isBindable } from './uses.ts'

/** The chat APIs that callers may ask in, by the dialect that each is of. */
const CHAT_APIS = { chat: 'openai', responses: 'responses', messages: 'anthropic' } as const
/** What embeddings are asked for in. */
const EMBEDDINGS = 'openai'

/** Sorted by name, each with the providers that ask for it. */
export function translations(gateways: readonly CheckedGateway[]): TranslationPlan {
  const callers: Uses = new Map()
  const upstreams: Uses = new Map()
  const embeddings: Uses = new Map()
  for (const gateway of gateways) {
    for (const { row, place } of asked(gateway)) {
      const [home] = row.apis
      for (const [api, dialect] of Object.entries(CHAT_APIS)) {
        if (home === undefined || row.apis.some((own: ApiRecord) => own.dialect === dialect)) continue
        note(callers, api, place)
        note(upstreams, home.dialect, place)
      }
      if (row.embeddings !== null && row.embeddings.dialect !== EMBEDDINGS) {
        note(embeddings, row.embeddings.dialect, place)
      }
    }
  }
  return { callers: named(callers), upstreams: named(upstreams), embeddings: named(embeddings) }
}

/** The rows of the providers that a gateway's callers reach by a model's name. */
function asked({ value, providerPlaces, place }: CheckedGateway) {
  const all = value.endpoints?.compat !== 'off' || value.endpoints?.rest !== 'off' || isBindable(value)
  const inRoutes = new Set(modelsInRoutes(value).map((name) => splitModel(name).provider))
  return Object.entries(value.providers).flatMap(([slug, provider]) =>
    provider === undefined || !(all || inRoutes.has(slug))
      ? []
      : [{ row: rowNamed(rowName(slug, provider)).row, place: providerPlaces[slug] ?? place }],
  )
}

type Uses = Map<string, Set<Place>>

function note(uses: Uses, name: string, place: Place): void {
  uses.set(name, (uses.get(name) ?? new Set()).add(place))
}

function named(uses: Uses): readonly NamedUse[] {
  return [...uses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, places]) => ({ name, places: [...places] }))
}
