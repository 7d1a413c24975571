// A completion as OpenAI's server-sent events: the role, the content word by word, the finish reason, the usage if it was asked for.

import type { Completion } from './echo.ts'

/** The whole stream's bytes, one chunk an event. */
export function events(completion: Completion): ReadableStream<Uint8Array> {
  const lines = [...chunks(completion)].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
  lines.push('data: [DONE]\n\n')
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull(controller) {
      const line = lines.shift()
      if (line === undefined) controller.close()
      else controller.enqueue(encoder.encode(line))
    },
  })
}

function* chunks({ id, model, content, usage, includeUsage }: Completion) {
  const chunk = (choices: readonly object[], more: object = {}) => ({
    id,
    object: 'chat.completion.chunk',
    created: 0,
    model,
    choices,
    ...more,
  })
  const delta = (delta: object, finish_reason: string | null = null) => [
    { index: 0, delta, logprobs: null, finish_reason },
  ]
  // With include_usage every chunk but the last carries `usage: null`.
  const noUsage = includeUsage ? { usage: null } : {}
  yield chunk(delta({ role: 'assistant', content: '' }), noUsage)
  for (const word of content.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? []) yield chunk(delta({ content: word }), noUsage)
  yield chunk(delta({}, 'stop'), noUsage)
  if (includeUsage) yield chunk([], { usage })
}
