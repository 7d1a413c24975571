// The binding's HTTP calls as anyone would send them who speaks HTTP: to a gateway's public address.

import type { IncomingMessage } from 'node:http'
import { type Answered, begin, call } from '../../support/call.ts'
import { token } from './scene.ts'

/** What a request has beside its path. */
export interface Said {
  readonly method?: string
  readonly body?: unknown
  /** `null`: none. */
  readonly token?: string | null
  readonly headers?: { readonly [name: string]: string }
}

/** Sends one, with a token unless told otherwise. */
export function ask(url: string, path: string, { token: own = token, headers = {}, body, ...said }: Said = {}) {
  const authorization = own === null ? {} : { 'cf-aig-authorization': `Bearer ${own}` }
  return call(`${url}${path}`, {
    ...said,
    headers: { ...authorization, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

const headersOf = (model: string, own: string | null) => ({
  'cf-consn-sdk-version': '2.0.0',
  'cf-consn-model-id': model,
  'content-type': 'application/json',
  ...(own === null ? {} : { 'cf-aig-authorization': `Bearer ${own}` }),
})

/** Runs a model as the binding does. */
export function run(
  url: string,
  model: string,
  inputs: unknown,
  options: { readonly [name: string]: unknown } = {},
  { headers, ...said }: Said = {},
): Promise<Answered> {
  const path = 'gateway' in options ? '/ai-gateway/run?version=3' : '/run?version=3'
  const own = headersOf(model, said.token === undefined ? token : said.token)
  return ask(url, path, { ...said, token: null, body: { inputs, options }, headers: { ...own, ...headers } })
}

/** Begins a stream, and gives it as soon as its head is there. */
export function beginRun(url: string, model: string, gateway: string, signal?: AbortSignal): Promise<IncomingMessage> {
  const body = JSON.stringify({ inputs: { prompt: 'hi', stream: true }, options: { gateway: { id: gateway } } })
  return begin(`${url}/ai-gateway/run?version=3`, { headers: headersOf(model, token), body }, signal)
}

/** Takes a run's stream up again, in the same way. */
export function beginResume(url: string, gateway: string, id: unknown, from: number): Promise<IncomingMessage> {
  const path = `/ai-gateway/gateways/${gateway}/run/${id}/resume?from=${from}`
  return begin(url + path, { headers: { 'cf-aig-authorization': `Bearer ${token}` } })
}

/** What there is of an answer, and whether it ended as it should. */
export async function rest(answer: IncomingMessage): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  let text = ''
  try {
    for await (const chunk of answer) text += chunk
    return { text, isWhole: true }
  } catch {
    return { text, isWhole: false }
  }
}
