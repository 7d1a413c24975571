// In which words providers of observed gateways may say what an answer used: those of the APIs that their rows list, and of the others
// that the same vendors are known to serve.

import type { CheckedGateway, Place } from '../2-check/config.ts'
import type { NamedUse } from './ir.ts'
import { isObserved } from './observed.ts'
import { rowName, rowNamed } from './rows.ts'

/** Vertex AI and Bedrock host Claude and OpenAI-shaped models, Gemini and Cohere have OpenAI-shaped endpoints. */
const BESIDE: { readonly [dialect: string]: readonly string[] } = {
  openai: ['responses'],
  gemini: ['openai', 'anthropic'],
  bedrock: ['openai', 'responses'],
  cohere: ['openai'],
}

/** Sorted by dialect. Of whole rows: a gateway of native paths has its answers read too. */
export function usages(gateways: readonly CheckedGateway[]): readonly NamedUse[] {
  const uses = new Map<string, Set<Place>>()
  for (const { value, providerPlaces, place } of gateways.filter((it) => isObserved(it.value))) {
    for (const [slug, provider] of Object.entries(value.providers)) {
      if (provider === undefined) continue
      const { apis, embeddings, run } = rowNamed(rowName(slug, provider)).row
      const dialects = [...apis, embeddings, run].flatMap((api) => (api === null ? [] : [api.dialect]))
      for (const dialect of dialects.flatMap((name) => [name, ...(BESIDE[name] ?? [])])) {
        uses.set(dialect, (uses.get(dialect) ?? new Set()).add(providerPlaces[slug] ?? place))
      }
    }
  }
  return [...uses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, places]) => ({ name, places: [...places] }))
}
