// Where a gateway is and how it is asked: one request in, its answer or a GatewayError out. The only file here that fetches.

import { errorOf, GatewayError } from './error.ts'
import { type Meta, metaOf } from './meta.ts'
import { headersOf, type Options } from './options.ts'

/** The part of the platform's `fetch` that is used. */
export type Fetch = (
  url: string,
  init: { method: string; headers: { [name: string]: string }; body?: string; signal?: AbortSignal },
) => Promise<Response>

/** How to reach the Worker. */
export interface Reach {
  /** Where it is: `https://ai.example.com`, or with an account `https://ai.example.com/v1/{account}`. */
  readonly url: string
  /** Asks in place of the platform's own: for a service binding `(url, init) => env.GATEWAY.fetch(url, init)`. */
  readonly fetch?: Fetch | undefined
}

/** One gateway. */
export interface Place {
  readonly id: string
  readonly account: string
  /** Where the Worker is, without a path of the gateway's. */
  readonly origin: string
  /** `{origin}/v1/{account}/{gateway}`, or the gateway's own host. */
  readonly base: string
  readonly token: string | undefined
  readonly fetch: Fetch
}

/** `account`: what stands in paths where `url` has none. `hosts`: names that imply a gateway, by its id. */
export function placeOf(
  { url, token, fetch }: Reach & { readonly token?: string | undefined },
  id: string,
  account: string,
  hosts: ReadonlyMap<string, string>,
): Place {
  const [, origin = '', named = account] = /^(.*?)(?:\/v1\/([^/]+))?\/*$/.exec(url) ?? []
  const isOwnHost = new URL(url).hostname === hosts.get(id)
  return {
    id,
    account: named,
    origin,
    base: isOwnHost ? origin : `${origin}/v1/${named}/${id}`,
    token,
    fetch: fetch ?? ((address, init) => globalThis.fetch(address, init)),
  }
}

/** An answer, and what the gateway says of it. */
export interface Answered {
  readonly response: Response
  readonly meta: Meta
}

/** POSTs a body below the gateway. `slugs`: the providers of its steps. */
export async function ask(
  place: Place,
  path: string,
  body: unknown,
  options: Options,
  slugs: readonly string[] = [],
): Promise<Answered> {
  const { base, token } = place
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { 'cf-aig-authorization': `Bearer ${token}` }),
    ...headersOf(options),
  }
  const response = await send(place, `${base}${path}`, 'POST', headers, options.signal, body)
  if (!response.ok) throw await errorOf(response, slugs)
  return { response, meta: metaOf(response.headers, slugs) }
}

/** In the value of a header. */
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/

/** A request, whatever is answered. */
export async function send(
  { fetch }: Pick<Place, 'fetch'>,
  url: string,
  method: string,
  headers: { [name: string]: string },
  signal?: AbortSignal,
  body?: unknown,
): Promise<Response> {
  for (const [name, value] of Object.entries(headers)) {
    // The platform would complain of it with the value in its words, and that may be a key.
    if (UNSENDABLE.test(value))
      throw new GatewayError(`The header ${name} would have characters that no header may have.`)
  }
  try {
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    return await fetch(url, { method, headers, ...content, ...(signal && { signal }) })
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason
    const message = `There is no answer from ${url}: ${thrown}. See that the gateway runs there and can be reached from here.`
    throw new GatewayError(message, {}, thrown)
  }
}

/** The JSON of an answer, with what the gateway says of it. */
export async function told({ response, meta }: Answered, signal?: AbortSignal): Promise<object> {
  return { ...(await bodyOf(response, meta, signal)), meta }
}

/** The JSON of an answer. */
export async function bodyOf<Body extends object>(response: Response, meta: Meta, signal?: AbortSignal): Promise<Body> {
  try {
    return (await response.json()) as Body
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason
    const message = `The answer of ${meta.provider ?? 'the gateway'} broke off, or is no JSON: ${thrown}. Try again.`
    throw new GatewayError(message, { status: response.status, ...meta }, thrown)
  }
}
