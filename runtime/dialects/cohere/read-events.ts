// The frames of one stream of Cohere's v2 chat in, neutral events out.

import { parseExactly } from '../../json.ts'
import type { ChatEvent, Failure } from '../chat.ts'
import type { EventReader, Frame } from '../dialect.ts'
import { Unreadable } from '../unreadable.ts'
import { type CohereUsage, finishOf, logprobsOf, usageOf } from './finish.ts'
import { idOf, type ToolCall } from './read-response.ts'

/** Any event, as far as it may be believed. Source: https://docs.cohere.com/reference/chat-stream */
interface StreamEvent {
  readonly type?: unknown
  readonly id?: unknown
  readonly index?: unknown
  readonly delta?: Delta | null
  readonly logprobs?: unknown
}

interface Delta {
  readonly message?: {
    readonly content?: { readonly text?: unknown; readonly thinking?: unknown } | null
    readonly tool_plan?: unknown
    readonly tool_calls?: ToolCall | null
  } | null
  readonly finish_reason?: unknown
  readonly usage?: CohereUsage | null
  readonly error?: unknown
}

/** A call under way, by Cohere's index. */
interface Call {
  readonly index: number
  isEmpty: boolean
}

/** A stream without its `message-end` is a failure, and so is one that ends with an error. An argument-less call gets `{}`. */
export function readEvents(): EventReader {
  const open = new Map<unknown, Call>()
  let calls = 0
  let isOver = false

  function over(event: ChatEvent): ChatEvent {
    isOver = true
    return event
  }

  function content({ delta, logprobs: item }: StreamEvent): ChatEvent[] {
    const { text, thinking } = delta?.message?.content ?? {}
    const logprobs = logprobsOf(Array.isArray(item) ? item : [item])
    if ((typeof text === 'string' && text !== '') || logprobs !== null) {
      return [{ kind: 'text', choice: 0, text: typeof text === 'string' ? text : '', logprobs }]
    }
    return thought(thinking)
  }

  function begin({ index: key, delta }: StreamEvent): ChatEvent[] {
    const call = delta?.message?.tool_calls
    const name = call?.function?.name
    if (typeof name !== 'string') return []
    const index = calls++
    open.set(key, { index, isEmpty: true })
    const begun = { kind: 'tool_call', choice: 0, index, id: idOf(call?.id), name, signature: null } as const
    return [begun, ...more(key, call)]
  }

  function more(key: unknown, call: ToolCall | null | undefined): ChatEvent[] {
    const under = open.get(key)
    const json = call?.function?.arguments
    if (under === undefined || typeof json !== 'string' || json === '') return []
    under.isEmpty = false
    return [{ kind: 'arguments', choice: 0, index: under.index, json }]
  }

  function end(key: unknown): ChatEvent[] {
    const under = open.get(key)
    open.delete(key)
    return under?.isEmpty ? [{ kind: 'arguments', choice: 0, index: under.index, json: '{}' }] : []
  }

  function last({ delta }: StreamEvent): ChatEvent[] {
    const error = delta?.error
    if (typeof error === 'string' && error !== '') return [over({ kind: 'failure', failure: broken(error, 500) })]
    const usage = usageOf(delta?.usage)
    return [
      ...[...open.keys()].flatMap(end),
      { kind: 'finish', choice: 0, finish: finishOf(delta?.finish_reason, calls) },
      ...(usage === null ? [] : [{ kind: 'usage', usage } as const]),
      over({ kind: 'end' }),
    ]
  }

  function read({ event: name, data }: Frame): readonly ChatEvent[] {
    if (isOver || data === '' || data === '[DONE]') return []
    const event = parsed(data)
    const { delta, index } = event
    switch (event.type ?? name) {
      case 'message-start':
        return [
          { kind: 'start', id: typeof event.id === 'string' ? event.id : null, model: null, createdSeconds: null },
        ]
      case 'content-start':
      case 'content-delta':
        return content(event)
      case 'tool-plan-delta':
        return thought(delta?.message?.tool_plan)
      case 'tool-call-start':
        return begin(event)
      case 'tool-call-delta':
        return more(index, delta?.message?.tool_calls)
      case 'tool-call-end':
        return end(index)
      case 'message-end':
        return last(event)
      default:
        return []
    }
  }

  function finish(): readonly ChatEvent[] {
    if (isOver) return []
    return [over({ kind: 'failure', failure: broken("The provider's stream ended before its answer did.", 502) })]
  }

  return { read, finish }
}

function thought(text: unknown): ChatEvent[] {
  return typeof text === 'string' && text !== '' ? [{ kind: 'reasoning', choice: 0, text }] : []
}

function broken(message: string, status: number): Failure {
  return { status, type: null, code: null, message, param: null }
}

function parsed(data: string): StreamEvent {
  try {
    const event = parseExactly(data)
    if (typeof event === 'object' && event !== null) return event
  } catch {}
  throw new Unreadable('an event is no JSON object')
}
