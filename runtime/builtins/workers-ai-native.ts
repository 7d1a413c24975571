// A model's raw answer in, the REST API's out: JSON in its envelope, errors in its error envelope, streams and files as they are.

import { readFailure } from '../dialects/workers-ai/failure.ts'
import { jsonHead, parseAnswer } from '../translation/head.ts'

/** The control plane's code for what has none of its own. */
const INTERNAL = 7000
const NO_ROUTE = 7003
const JSON_TYPE = /^application\/json\b/i

/** Throws `upstreamFailed` for an answer that breaks off. Source: developers.cloudflare.com/api, "Execute AI model". */
export async function nativeAnswer(response: Response): Promise<Response> {
  if (!response.ok) {
    const { code, message } = readFailure(response.status, await parseAnswer(response))
    return jsonHead(response, errorBody(Number(code) || INTERNAL, message))
  }
  if (!JSON_TYPE.test(response.headers.get('content-type') ?? '')) return response
  return jsonHead(response, { result: await parseAnswer(response), success: true, errors: [], messages: [] })
}

/** An error of this API's own. */
export function refusal(status: number, message: string): Response {
  return Response.json(errorBody(NO_ROUTE, message), { status })
}

function errorBody(code: number, message: string): object {
  return { result: null, success: false, errors: [{ code, message }], messages: [] }
}
