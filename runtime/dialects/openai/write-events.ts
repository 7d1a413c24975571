// Neutral events in, one at a time; the text of a stream of `chat.completion.chunk` out, up to `[DONE]`. Usage is sent behind everything
// else, where the request asked for it; a failure is the last thing said. Source: OpenAI's API reference, Chat Completions, "Streaming".

import type { ChatEvent, ChatRequest, JsonObject, Usage } from '../chat.ts'
import type { EventWriter } from '../dialect.ts'
import { type ChoiceState, deltasOf, newChoice } from './write-deltas.ts'
import { writeUsage } from './write-ending.ts'
import { writeFailure, writeHead } from './write-response.ts'

/** For one stream. */
export function writeEvents(request: ChatRequest): EventWriter {
  const usageNow = request.includeUsage ? ',"usage":null' : ''
  const choices = new Map<number, ChoiceState>()
  let head = headOf({ id: null, model: null, createdSeconds: null })
  let usage: Usage | null = null

  function headOf(start: Parameters<typeof writeHead>[1]): string {
    return JSON.stringify(writeHead('chat.completion.chunk', start, request)).slice(0, -1)
  }

  /** The first chunk of a choice says the role. */
  function said(event: Extract<ChatEvent, { readonly choice: number }>): string {
    const index = event.choice
    const known = choices.get(index)
    const state = known ?? newChoice()
    const deltas = deltasOf(event, state)
    if (known === undefined && deltas.length > 0) choices.set(index, state)
    return deltas
      .map(({ delta, ...around }, position) => {
        const content = 'tool_calls' in delta ? null : ''
        const whole = known === undefined && position === 0 ? { role: 'assistant', content, ...delta } : delta
        return chunk({ index, delta: whole, logprobs: null, finish_reason: null, ...around })
      })
      .join('')
  }

  function chunk(choice: JsonObject): string {
    return `data: ${head},"choices":[${JSON.stringify(choice)}]${usageNow}}\n\n`
  }

  function ending(): string {
    const counted = usage === null || !request.includeUsage ? null : JSON.stringify(writeUsage(usage))
    return `${counted === null ? '' : `data: ${head},"choices":[],"usage":${counted}}\n\n`}data: [DONE]\n\n`
  }

  return {
    write(event) {
      if ('choice' in event) return said(event)
      if (event.kind === 'ping') return ': ping\n\n'
      if (event.kind === 'failure') return `data: ${JSON.stringify(writeFailure(event.failure))}\n\n`
      if (event.kind === 'end') return ending()
      if (event.kind === 'start') head = headOf(event)
      else usage = event.usage
      return ''
    },
  }
}
