// The models that a gateway's YAML names, as callers of the unified endpoint name them.

import type { Gateway } from '../2-check/config.gen.ts'

/** Routes first, then what providers declare and steps name, each once; sorted within. Empty where nobody asks by name. */
export function models({ routes = {}, providers, endpoints }: Gateway): readonly string[] {
  if (endpoints?.compat === 'off' && endpoints.rest === 'off') return []
  const steps = Object.values(routes).flatMap((route) => (Array.isArray(route) ? route : (route?.steps ?? [])))
  const named = steps.map((step) => (typeof step === 'string' ? step : step.model))
  return [
    ...Object.keys(routes)
      .map((name) => `dynamic/${name}`)
      .sort(),
    ...new Set([...named, ...declared(providers)].sort()),
  ]
}

function declared(providers: Gateway['providers']): readonly string[] {
  return Object.entries(providers).flatMap(([slug, provider]) =>
    (provider?.models ?? []).map((model) => `${slug}/${typeof model === 'string' ? model : model.name}`),
  )
}
