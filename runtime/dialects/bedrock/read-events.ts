// The frames of one ConverseStream in, neutral events out. Arguments of calls may come in any mix: each belongs to its block.

import { parseExactly } from '../../json.ts'
import type { ChatEvent } from '../chat.ts'
import type { EventReader, Frame } from '../dialect.ts'
import { Unreadable } from '../unreadable.ts'
import { exceptionOf } from './failure.ts'
import { finishOf, type Stop, type TokenUsage, usageOf } from './finish.ts'
import { idOf, SERVER_TOOL } from './read-response.ts'

/** The payload of any event, as far as it may be believed. Source: AWS's API reference, `ConverseStreamOutput`. */
interface Payload extends Stop {
  readonly contentBlockIndex?: unknown
  readonly start?: { readonly toolUse?: ToolUseStart | null } | null
  readonly delta?: Delta | null
  readonly usage?: TokenUsage | null
}

interface ToolUseStart {
  readonly toolUseId?: unknown
  readonly name?: unknown
  readonly type?: unknown
}

interface Delta {
  readonly text?: unknown
  readonly toolUse?: { readonly input?: unknown } | null
  readonly reasoningContent?: {
    readonly text?: unknown
    readonly signature?: unknown
    readonly redactedContent?: unknown
  } | null
}

/** A block that is a call: what its input is for. `index` is the caller's count of calls. */
type Use =
  | { readonly kind: 'call'; readonly index: number; isEmpty: boolean }
  | { readonly kind: 'answer' }
  | { readonly kind: 'ignored' }

/**
 * `answerTool`: the arguments of its first call are the answer's text; what is said before is held back until it is known whether
 * that call comes. An argument-less call gets `{}`. A stream without its `messageStop` is a failure.
 */
export function readEvents(answerTool: string | null): EventReader {
  const uses = new Map<unknown, Use>()
  let calls = 0
  let isAnswered = false
  let held = ''
  let stop: Stop | null = null
  let hasUsage = false
  let isOver = false

  function said(text: unknown): ChatEvent[] {
    if (typeof text !== 'string' || text === '') return []
    if (answerTool === null) return [{ kind: 'text', choice: 0, text, logprobs: null }]
    held += text
    return []
  }

  /** What was held back, if it is the answer after all. */
  function release(): ChatEvent[] {
    const text = isAnswered ? '' : held
    held = ''
    return text === '' ? [] : [{ kind: 'text', choice: 0, text, logprobs: null }]
  }

  function begin(block: unknown, { toolUseId, name, type }: ToolUseStart): ChatEvent[] {
    const isAnswerTool = name === answerTool && answerTool !== null
    if (isAnswerTool || type === SERVER_TOOL || typeof name !== 'string') {
      const isAnswer = isAnswerTool && !isAnswered
      isAnswered ||= isAnswer
      uses.set(block, { kind: isAnswer ? 'answer' : 'ignored' })
      return []
    }
    const index = calls++
    uses.set(block, { kind: 'call', index, isEmpty: true })
    return [...release(), { kind: 'tool_call', choice: 0, index, id: idOf(toolUseId), name, signature: null }]
  }

  function more(block: unknown, { text, toolUse, reasoningContent }: Delta): ChatEvent[] {
    if (toolUse !== null && toolUse !== undefined) return input(uses.get(block), toolUse.input)
    if (reasoningContent === null || reasoningContent === undefined) return said(text)
    const { text: thought, signature, redactedContent } = reasoningContent
    if (typeof thought === 'string' && thought !== '') return [{ kind: 'reasoning', choice: 0, text: thought }]
    if (typeof signature === 'string' && signature !== '') return [{ kind: 'signature', choice: 0, signature }]
    if (typeof redactedContent !== 'string') return []
    return [{ kind: 'redacted_reasoning', choice: 0, data: redactedContent }]
  }

  function input(use: Use | undefined, json: unknown): ChatEvent[] {
    if (use === undefined || use.kind === 'ignored' || typeof json !== 'string' || json === '') return []
    if (use.kind === 'answer') return [{ kind: 'text', choice: 0, text: json, logprobs: null }]
    use.isEmpty = false
    return [{ kind: 'arguments', choice: 0, index: use.index, json }]
  }

  function end(block: unknown): ChatEvent[] {
    const use = uses.get(block)
    uses.delete(block)
    return use?.kind === 'call' && use.isEmpty ? [{ kind: 'arguments', choice: 0, index: use.index, json: '{}' }] : []
  }

  function stopped(payload: Stop): ChatEvent[] {
    stop = payload
    const unfinished = [...uses.keys()].flatMap(end)
    return [...unfinished, ...release(), { kind: 'finish', choice: 0, finish: finishOf(payload, calls, isAnswered) }]
  }

  /** Both come last, in either order. */
  function over(): ChatEvent[] {
    if (isOver || stop === null || !hasUsage) return []
    isOver = true
    return [{ kind: 'end' }]
  }

  function read({ event, data }: Frame): readonly ChatEvent[] {
    if (event === null) return []
    if (event.startsWith('!')) {
      isOver = true
      return [{ kind: 'failure', failure: exceptionOf(event.slice(1), parsed(data, true)) }]
    }
    const payload = parsed(data, false)
    const { contentBlockIndex: block, start, delta, usage } = payload
    if (event === 'messageStart') return [{ kind: 'start', id: null, model: null, createdSeconds: null }]
    if (event === 'contentBlockStart') return start?.toolUse ? begin(block, start.toolUse) : []
    if (event === 'contentBlockDelta') return more(block, delta ?? {})
    if (event === 'contentBlockStop') return end(block)
    if (event === 'messageStop') return [...stopped(payload), ...over()]
    if (event !== 'metadata') return []
    const counted = usageOf(usage)
    hasUsage = true
    return [...(counted === null ? [] : [{ kind: 'usage', usage: counted } as const]), ...over()]
  }

  function finish(): readonly ChatEvent[] {
    if (isOver) return []
    isOver = true
    if (stop !== null) return [{ kind: 'end' }]
    const message = "The provider's stream ended before its answer did."
    return [{ kind: 'failure', failure: { status: 502, type: null, code: null, message, param: null } }]
  }

  return { read, finish }
}

function parsed(data: string, isException: boolean): Payload {
  try {
    const payload = parseExactly(data)
    if (typeof payload === 'object' && payload !== null) return payload
  } catch {}
  if (isException) return {}
  throw new Unreadable('an event has a payload that is no JSON object')
}
