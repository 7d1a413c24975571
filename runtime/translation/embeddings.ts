// Embeddings between OpenAI's API, in which callers ask, and a provider's own: the request one way, vectors and errors the other.

import { lazyPayload } from '../attempts/payload.ts'
import type { EmbeddingsUpstream } from '../dialects/dialect.ts'
import type { EmbeddingsRequest } from '../dialects/embeddings.ts'
import { readEmbeddings, writeEmbeddings } from '../dialects/openai/embeddings.ts'
import { writeFailure } from '../dialects/openai/write-response.ts'
import { Unreadable } from '../dialects/unreadable.ts'
import type { Translate } from '../endpoints/ask.ts'
import { jsonHead, parseAnswer, readable } from './head.ts'
import { lossOf } from './loss.ts'

/** For the providers' dialects that this bundle holds. */
export function embeddings(upstreams: { readonly [dialect: string]: EmbeddingsUpstream }): Translate {
  return ({ body }, { dialect }, model, unsupported) => {
    const upstream = upstreams[dialect]
    if (upstream === undefined) throw new Error(`no embeddings to ${dialect} in this bundle`)
    const loss = lossOf(unsupported)
    const request = (): EmbeddingsRequest => ({ ...readEmbeddings(body), model })
    return {
      payload: lazyPayload(() => {
        const text = JSON.stringify(upstream.write(request(), loss))
        loss.settle()
        return text
      }),
      translation: { dropped: loss.named, answer: (response) => vectorsIn(response, request(), upstream) },
    }
  }
}

/** A provider's answer in OpenAI's shape. Throws `upstreamFailed` for what is none of its dialect. */
export async function vectorsIn(
  response: Response,
  request: EmbeddingsRequest,
  upstream: EmbeddingsUpstream,
): Promise<Response> {
  const body = await parseAnswer(response)
  if (!response.ok) return jsonHead(response, writeFailure(upstream.failure(response.status, body)))
  return readable(() => {
    const answer = upstream.read(body)
    const { length } = request.inputs
    if (answer.vectors.length !== length) {
      throw new Unreadable(`it has ${answer.vectors.length} vectors for ${length} inputs`)
    }
    return jsonHead(response, writeEmbeddings(answer, request))
  })
}
