// The last that happens to the answer of a request that asked for a model by name.

import type { Attempt } from '../exchange.ts'

/** Puts it into the caller's words, says who gave it, and what could not be asked. Source: the wire contract, "headers" 3.2. */
export async function complete(
  taken: Response,
  { slug, model, translation }: Attempt,
  isOwn: boolean,
): Promise<Response> {
  const response = isOwn || translation === null ? taken : await translation.answer(taken)
  response.headers.set('cf-aig-model', model ?? '')
  response.headers.set('cf-aig-provider', slug)
  for (const field of translation?.dropped() ?? []) response.headers.append('cf-aig-dropped', field)
  return response
}
