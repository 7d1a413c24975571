// A model's raw answer in, the REST API's out: JSON in its envelope, errors in its error envelope, streams and files as they are.

import { readFailure } from '../dialects/workers-ai/failure.ts'
import { parseAnswer, sameHead } from '../translation/head.ts'

/** The control plane's code for what has none of its own. */
const INTERNAL = 7000
const NO_ROUTE = 7003
const JSON_TYPE = /^application\/json\b/i

/** Throws `upstreamFailed` for an answer that breaks off. Source: developers.cloudflare.com/api, "Execute AI model". */
export async function nativeAnswer(response: Response): Promise<Response> {
  if (!response.ok) {
    const { code, message } = readFailure(response.status, await parseAnswer(response))
    return sameHead(response, errorText(Number(code) || INTERNAL, message), 'application/json')
  }
  if (!JSON_TYPE.test(response.headers.get('content-type') ?? '')) return response
  const result = JSON.stringify(await parseAnswer(response))
  return sameHead(response, `{"result":${result},"success":true,"errors":[],"messages":[]}`, 'application/json')
}

/** An error of this API's own. */
export function refusal(status: number, message: string): Response {
  return new Response(errorText(NO_ROUTE, message), { status, headers: { 'content-type': 'application/json' } })
}

function errorText(code: number, message: string): string {
  return JSON.stringify({ result: null, success: false, errors: [{ code, message }], messages: [] })
}
