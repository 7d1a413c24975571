// Workers AI by the Worker's own `AI` binding, in place of its REST API: the same paths, bodies, answers and errors. What is asked in
// OpenAI's API is put into the model's inputs here, as that API does it.

import type { GatewayRecord } from '../records.ts'
import { chatCompletion, modelResponse } from './workers-ai-chat.ts'
import { textEmbeddings } from './workers-ai-embeddings.ts'
import { type Asking, inputsOf, type JsonCall, jsonCall } from './workers-ai-inputs.ts'
import { nativeAnswer, refusal } from './workers-ai-native.ts'
import { type AiBinding, runner } from './workers-ai-run.ts'

/** The APIs that name the model in the body. */
const APIS: { readonly [path: string]: (call: JsonCall) => Promise<Response> } = {
  'chat/completions': chatCompletion,
  embeddings: textEmbeddings,
  responses: modelResponse,
}

/**
 * `path` is below the provider: `run/{model}`, `{model}`, `v1/chat/completions`, `v1/embeddings`, `v1/responses`. Throws `invalidRequest`
 * for a body that cannot be read, `unsupported` for what the model cannot be told, `upstreamFailed` where the binding gives no answer.
 */
export async function workersAi(
  path: string,
  request: Asking,
  binding: unknown,
  unsupported: GatewayRecord['unsupported'] = 'warn',
): Promise<Response> {
  const [plain = '', query = ''] = path.replace(/^\/+/, '').split('?')
  const run = runner(binding as AiBinding, request.headers, query)
  if (request.headers.has('upgrade') && !plain.startsWith('v1/')) return run(modelIn(plain), queryOf(query))
  if (request.method !== 'POST') return refusal(405, `Workers AI takes POST here, not ${request.method}.`)
  if (plain.startsWith('v1/')) {
    const api = APIS[plain.slice(3).replace(/\/+$/, '')]
    if (api === undefined) return refusal(404, `The AI binding answers v1/${Object.keys(APIS).join(', v1/')}.`)
    return api(await jsonCall(request, run, unsupported))
  }
  return nativeAnswer(await run(modelIn(plain), await inputsOf(request)))
}

/** A model that is spoken to over a WebSocket takes its inputs from the query. Source: the models' pages, "websocket". */
function queryOf(query: string): { readonly [name: string]: string } {
  return Object.fromEntries(new URLSearchParams(query))
}

/** SDKs escape the slashes of a model in the path, or do not. */
function modelIn(path: string): string {
  const model = path.replace(/^run\//, '')
  try {
    return decodeURIComponent(model)
  } catch {
    return model
  }
}
