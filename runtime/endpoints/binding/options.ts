// `options.gateway` of a run -> the headers that say the same, which win where they are there already. The binding's own headers for a
// universal request are made of the same options. Source: the wire contract, "bindings".

import { gatewayHeaders, type UniversalGatewayOptions } from '../../binding/options.ts'
import type { JsonObject } from '../../dialects/chat.ts'
import { objectOf } from '../../dialects/loose.ts'
import { GatewayError } from '../../problem.ts'

/** Throws `invalidRequest` for a value that no header can hold. */
export function withOptions(sent: Headers, stated: JsonObject): Headers {
  const headers = new Headers(sent)
  const options = { ...stated, retries: objectOf(stated.retries) } as UniversalGatewayOptions
  for (const [name, value] of gatewayHeaders(options)) {
    if (!headers.has(name)) setHeader(headers, name, value)
  }
  return headers
}

function setHeader(headers: Headers, name: string, value: unknown): void {
  try {
    headers.set(name, String(value))
  } catch {
    throw new GatewayError('invalidRequest', `What options.gateway says as ${name} is nothing that a header can hold.`)
  }
}
