// Requests that tests begin with, and what they come to.

import type { ChatRequest } from '../../../runtime/dialects/chat.ts'
import { workersAi } from '../../../runtime/dialects/workers-ai/upstream.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { blank } from '../blank.ts'

/** One of the older models, and one of the newer. */
export const [textGeneration, chatModel] = ['@cf/meta/llama-3.1-8b-instruct', '@cf/zai-org/glm-5.3'] as const

/** One word, and nothing else asked for. */
export const plainRequest: ChatRequest = {
  ...blank,
  model: textGeneration,
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'Hello', cacheControl: null }], name: null }],
}

/** The inputs as they are at the other end of the wire, and what was named as lost. */
export function written(change: Partial<ChatRequest>) {
  const dropped = new Set<string>()
  const { body } = workersAi.write({ ...plainRequest, ...change }, { drop: (field) => dropped.add(field) })
  return { body: parseExactly(JSON.stringify(body)) as { readonly [name: string]: unknown }, dropped: [...dropped] }
}
