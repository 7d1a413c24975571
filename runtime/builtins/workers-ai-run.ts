// A model and its inputs in, the binding's raw answer out: an error that it throws is the response that says it.

import { statusOfCode } from '../dialects/workers-ai/errors.ts'
import { GatewayError } from '../problem.ts'

/** What of `env.AI` is used. Source: workerd, `src/cloudflare/internal/ai-api.ts`. */
export interface AiBinding {
  readonly run: (model: string, inputs: unknown, options: object) => Promise<Response>
}

/** Asks a model. Throws `invalidRequest` for what can be no model's name, `upstreamFailed` where there is no answer. */
export type Run = (model: unknown, inputs: unknown) => Promise<Response>

/** What the REST API takes beside the inputs: in the query, and in the header by which a model's cache is found again. */
const QUEUED = /(?:^|&)queueRequest=true(?:&|$)/
const KEPT_HEADER = 'x-session-affinity'
/** Goes into a header. */
const MODEL = /^[\x21-\x7e]+$/

/** For the requests of one caller. One that asks for an upgrade gets the model's WebSocket. */
export function runner(binding: AiBinding, headers: Headers, query: string): Run {
  const kept = headers.get(KEPT_HEADER)
  const options = {
    returnRawResponse: true,
    ...(QUEUED.test(query) ? { queueRequest: true } : {}),
    ...(headers.has('upgrade') ? { websocket: true } : {}),
    ...(kept === null ? {} : { extraHeaders: { [KEPT_HEADER]: kept } }),
  }
  return async (model, inputs) => {
    if (typeof model !== 'string' || !MODEL.test(model)) {
      throw new GatewayError('invalidRequest', "'model' must name a model, such as '@cf/meta/llama-3.1-8b-instruct'.")
    }
    try {
      return await binding.run(model, inputs, options)
    } catch (thrown) {
      return spoken(thrown)
    }
  }
}

/** `InferenceUpstreamError: 5007: No such model`: the number is Workers AI's. Without one nobody answered. */
function spoken(thrown: unknown): Response {
  const said = thrown instanceof Error ? thrown.message : String(thrown)
  const [, code, message] = /^(\d{4,5}): (.*)$/s.exec(said) ?? []
  if (code === undefined) throw new GatewayError('upstreamFailed', `The AI binding gave no answer: ${said}`, 'reset')
  return Response.json({ errors: [{ code: Number(code), message }] }, { status: statusOfCode(code) })
}
