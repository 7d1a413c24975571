// The models that a gateway's YAML names, as callers of the unified endpoint name them.

import type { Gateway } from '../2-check/config.gen.ts'
import { modelsInRoutes } from './route.ts'

/** Routes first, then what providers declare and steps name, each once; sorted within. Empty where nobody asks by name. */
export function models(gateway: Gateway): readonly string[] {
  const { routes = {}, providers, endpoints } = gateway
  if (endpoints?.compat === 'off' && endpoints.rest === 'off') return []
  return [
    ...Object.keys(routes)
      .map((name) => `dynamic/${name}`)
      .sort(),
    ...new Set([...modelsInRoutes(gateway), ...declared(providers)].sort()),
  ]
}

function declared(providers: Gateway['providers']): readonly string[] {
  return Object.entries(providers).flatMap(([slug, provider]) =>
    (provider?.models ?? []).map((model) => `${slug}/${typeof model === 'string' ? model : model.name}`),
  )
}
