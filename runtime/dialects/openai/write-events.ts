// Neutral events in, one at a time; the text of a stream of `chat.completion.chunk` out, up to `[DONE]`. Usage is sent behind everything
// else, where the request asked for it; a failure is the last thing said. Source: OpenAI's API reference, Chat Completions, "Streaming".

import type { ChatRequest, JsonObject, Usage } from '../chat.ts'
import type { EventWriter } from '../dialect.ts'
import { type DeltaWriter, writeDeltas } from './write-deltas.ts'
import { writeUsage } from './write-ending.ts'
import { writeFailure, writeHead } from './write-response.ts'

/** For one stream. */
export function writeEvents(request: ChatRequest): EventWriter {
  const { includeUsage } = request
  const choices = new Map<number, DeltaWriter>()
  let usage: Usage | null = null
  const headOf = (start: Parameters<typeof writeHead>[1]) => writeHead('chat.completion.chunk', start, request)
  let head = headOf({ id: null, model: null, createdSeconds: null })
  const frame = (data: JsonObject): string => `data: ${JSON.stringify(data)}\n\n`
  const chunk = (said: readonly JsonObject[], usage: JsonObject | null): string =>
    frame({ ...head, choices: said, ...(includeUsage ? { usage } : {}) })

  return {
    write(event) {
      if ('choice' in event) {
        const { choice: index } = event
        const deltas = choices.get(index) ?? writeDeltas()
        choices.set(index, deltas)
        return deltas(event)
          .map(({ delta, ...around }) =>
            chunk([{ index, delta, logprobs: null, finish_reason: null, ...around }], null),
          )
          .join('')
      }
      switch (event.kind) {
        case 'ping':
          return ': ping\n\n'
        case 'failure':
          return frame(writeFailure(event.failure))
        case 'end':
          return `${usage !== null && includeUsage ? chunk([], writeUsage(usage)) : ''}data: [DONE]\n\n`
        case 'start':
          head = headOf(event)
          return ''
        default:
          usage = event.usage
          return ''
      }
    },
  }
}
