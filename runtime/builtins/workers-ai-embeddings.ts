// OpenAI's embeddings by the AI binding: texts as the model's inputs, its vectors as OpenAI's list.

import { readEmbeddings } from '../dialects/openai/embeddings.ts'
import { workersAi } from '../dialects/workers-ai/embeddings.ts'
import { vectorsIn } from '../translation/embeddings.ts'
import { lossOf } from '../translation/loss.ts'
import { marked } from './workers-ai-chat.ts'
import type { JsonCall } from './workers-ai-inputs.ts'

/** `v1/embeddings`. What the model cannot be told is named in `cf-aig-dropped`, or refused. */
export async function textEmbeddings({ body, run, unsupported }: JsonCall): Promise<Response> {
  const loss = lossOf(unsupported)
  const request = readEmbeddings(body)
  const inputs = workersAi.write(request, loss)
  loss.settle()
  return marked(await vectorsIn(await run(request.model, inputs), request, workersAi), loss.named())
}
