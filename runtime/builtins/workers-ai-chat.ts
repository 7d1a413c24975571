// OpenAI's Chat Completions, and its Responses where a model has them, by the AI binding: the request as the model's inputs, the answer as
// it is where the model speaks OpenAI's shape itself, else translated.

import { openai } from '../dialects/openai/caller.ts'
import { workersAi } from '../dialects/workers-ai/upstream.ts'
import { answerIn } from '../translation/answer.ts'
import { jsonHead, parseAnswer } from '../translation/head.ts'
import { lossOf } from '../translation/loss.ts'
import type { JsonCall } from './workers-ai-inputs.ts'
import { shapeOf } from './workers-ai-shape.ts'

/** `v1/chat/completions`. What the model cannot be told is named in `cf-aig-dropped`, or refused. */
export async function chatCompletion({ body, run, unsupported }: JsonCall): Promise<Response> {
  const loss = lossOf(unsupported)
  const request = openai.read(body, loss)
  const { body: inputs, answer } = workersAi.write(request, loss)
  loss.settle()
  const { response, isOpenai } = await shapeOf(await run(request.model, inputs), request.stream)
  const whole = isOpenai ? response : await answerIn(response, request, answer, openai, workersAi)
  return marked(whole, loss.named())
}

/** `v1/responses`: models that have this API take it as their inputs. */
export async function modelResponse({ body: { model, ...inputs }, run }: JsonCall): Promise<Response> {
  const response = await run(model, inputs)
  if (response.ok) return response
  const failure = workersAi.failure(response.status, await parseAnswer(response))
  return jsonHead(response, openai.failure(failure))
}

/** The names as a response header. */
export function marked(response: Response, dropped: readonly string[]): Response {
  if (dropped.length === 0) return response
  const named = new Response(response.body, response)
  for (const field of dropped) named.headers.append('cf-aig-dropped', field)
  return named
}
