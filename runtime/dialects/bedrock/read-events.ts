// The frames of one ConverseStream in, neutral events out. Arguments of calls may come in any mix: each belongs to its block.

import type { ChatEvent, JsonObject } from '../chat.ts'
import { bodyOf, eventReader } from '../common/event-reader.ts'
import { openCalls } from '../common/open-calls.ts'
import { said, thought } from '../common/parts.ts'
import type { EventReader } from '../dialect.ts'
import { objectOf, textOf } from '../loose.ts'
import { exceptionOf } from './failure.ts'
import { finishOf } from './finish.ts'
import { SERVER_TOOL } from './read-response.ts'
import { usageOf } from './usage.ts'

/**
 * `answerTool`: the arguments of its first call are the answer's text; what is said before is held back until it is known whether
 * that call comes. An argument-less call gets `{}`. A stream without its `messageStop` is a failure.
 * Source: AWS's API reference, `ConverseStreamOutput`.
 */
export function readEvents(answerTool: string | null): EventReader {
  const calls = openCalls()
  let answerBlock: unknown = null
  let held = ''
  let hasStopped = false
  let hasUsage = false

  /** What was held back, if it is the answer after all. */
  function release(): ChatEvent[] {
    const words = answerBlock === null ? held : ''
    held = ''
    return said(words)
  }

  function begin(block: unknown, { toolUseId, name, type }: JsonObject): ChatEvent[] {
    if (typeof name !== 'string' || type === SERVER_TOOL) return []
    if (name !== answerTool) return [...release(), ...calls.begin(block, toolUseId, name)]
    answerBlock ??= block
    return []
  }

  function more(block: unknown, { text, toolUse, reasoningContent }: JsonObject): ChatEvent[] {
    const { input } = objectOf(toolUse)
    if (textOf(input)) return block === answerBlock ? said(input) : calls.more(block, input)
    const { text: words, signature, redactedContent: data } = objectOf(reasoningContent)
    if (textOf(words)) return thought(words)
    if (typeof signature === 'string' && signature !== '') return [{ kind: 'signature', choice: 0, signature }]
    if (typeof data === 'string') return [{ kind: 'redacted_reasoning', choice: 0, data }]
    if (answerTool === null) return said(text)
    held += textOf(text) ?? ''
    return []
  }

  /** Both come last, in either order. */
  function over(): ChatEvent[] {
    return hasStopped && hasUsage ? [{ kind: 'end' }] : []
  }

  return eventReader(
    (frame) => {
      const { event, data } = frame
      if (event?.startsWith('!')) return [{ kind: 'failure', failure: exceptionOf(event.slice(1), data) }]
      const body = bodyOf(frame)
      const block = body.contentBlockIndex ?? ''
      switch (event) {
        case 'messageStart':
          return [{ kind: 'start', id: null, model: null, createdSeconds: null }]
        case 'contentBlockStart':
          return begin(block, objectOf(objectOf(body.start).toolUse))
        case 'contentBlockDelta':
          return more(block, objectOf(body.delta))
        case 'contentBlockStop':
          return calls.end(block)
        case 'messageStop': {
          if (hasStopped) return []
          hasStopped = true
          const finish = finishOf(body, calls.count(), answerBlock !== null)
          return [...calls.end(), ...release(), { kind: 'finish', choice: 0, finish }, ...over()]
        }
        case 'metadata': {
          hasUsage = true
          const usage = usageOf(body.usage)
          return [...(usage ? [{ kind: 'usage', usage } as const] : []), ...over()]
        }
        default:
          return []
      }
    },
    () => (hasStopped ? [{ kind: 'end' }] : []),
  )
}
