// The frames of one stream of Cohere's v2 chat in, neutral events out.

import type { ChatEvent } from '../chat.ts'
import { bodyOf, eventReader } from '../common/event-reader.ts'
import { failed } from '../common/failed.ts'
import { openCalls } from '../common/open-calls.ts'
import { said, thought } from '../common/parts.ts'
import type { EventReader } from '../dialect.ts'
import { objectOf, textOf } from '../loose.ts'
import { finishOf, logprobsOf } from './finish.ts'
import { usageOf } from './usage.ts'

/**
 * A stream without its `message-end` is a failure, and so is one that ends with an error. An argument-less call gets `{}`.
 * Source: https://docs.cohere.com/reference/chat-stream
 */
export function readEvents(): EventReader {
  const calls = openCalls()

  function last(reason: unknown, error: unknown, counts: unknown): ChatEvent[] {
    if (textOf(error)) return [{ kind: 'failure', failure: failed(500, [error]) }]
    const usage = usageOf(counts)
    return [
      ...calls.end(),
      { kind: 'finish', choice: 0, finish: finishOf(reason, calls.count()) },
      ...(usage ? [{ kind: 'usage', usage } as const] : []),
      { kind: 'end' },
    ]
  }

  return eventReader((frame) => {
    const { type, id, index, delta, logprobs } = bodyOf(frame)
    const { message, finish_reason, error, usage } = objectOf(delta)
    const { content, tool_plan, tool_calls } = objectOf(message)
    const call = objectOf(tool_calls)
    const { name, arguments: json } = objectOf(call.function)
    switch (type ?? frame.event) {
      case 'message-start':
        return [{ kind: 'start', id: textOf(id), model: null, createdSeconds: null }]
      case 'content-start':
      case 'content-delta': {
        const { text, thinking } = objectOf(content)
        return [...thought(thinking), ...said(text, logprobsOf([logprobs].flat()))]
      }
      case 'tool-plan-delta':
        return thought(tool_plan)
      case 'tool-call-start':
        return typeof name === 'string' ? [...calls.begin(index, call.id, name), ...calls.more(index, json)] : []
      case 'tool-call-delta':
        return calls.more(index, json)
      case 'tool-call-end':
        return calls.end(index)
      case 'message-end':
        return last(finish_reason, error, usage)
      default:
        return []
    }
  })
}
