// A completion as OpenAI's server-sent events: the role, the content word by word, the finish reason, the usage if it was asked for.

import type { Completion } from './echo.ts'

/** The whole stream's bytes, one chunk an event. */
export function events({ id, model, content, usage, includeUsage }: Completion): ReadableStream<Uint8Array> {
  // With include_usage every chunk but the last carries `usage: null`.
  const head = { id, object: 'chat.completion.chunk', created: 0, model, ...(includeUsage ? { usage: null } : {}) }
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
  })
  const chunks = [
    chunk({ role: 'assistant', content: '' }),
    ...(content.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? []).map((word) => chunk({ content: word })),
    chunk({}, 'stop'),
    ...(includeUsage ? [{ ...head, choices: [], usage }] : []),
  ]
  const lines = [...chunks.map((said) => JSON.stringify(said)), '[DONE]']
  return new ReadableStream({
    start(controller) {
      for (const line of lines) controller.enqueue(new TextEncoder().encode(`data: ${line}\n\n`))
      controller.close()
    },
  })
}
