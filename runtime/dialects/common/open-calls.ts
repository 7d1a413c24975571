// Tool calls of a stream that may come in any mix, each by a key of the provider's -> events by the caller's count of calls.

import type { ChatEvent } from '../chat.ts'
import { textOf } from '../loose.ts'
import { idOf } from './parts.ts'

/** The calls of one stream. */
export interface OpenCalls {
  /** How many began. */
  readonly count: () => number
  readonly begin: (key: unknown, id: unknown, name: string) => ChatEvent[]
  /** More of its arguments. Those of a call that did not begin are left out. */
  readonly more: (key: unknown, json: unknown) => ChatEvent[]
  /** A call without arguments gets `{}`. Without a key all end. */
  readonly end: (key?: unknown) => ChatEvent[]
}

/** For a stream of one choice. */
export function openCalls(): OpenCalls {
  const open = new Map<unknown, { readonly index: number; isEmpty: boolean }>()
  let count = 0

  function more(key: unknown, value: unknown): ChatEvent[] {
    const call = open.get(key)
    const json = textOf(value)
    if (!call || !json) return []
    call.isEmpty = false
    return [{ kind: 'arguments', choice: 0, index: call.index, json }]
  }

  return {
    count: () => count,
    begin(key, id, name) {
      const index = count++
      open.set(key, { index, isEmpty: true })
      return [{ kind: 'tool_call', choice: 0, index, id: idOf(id), name, signature: null }]
    },
    more,
    end: (only) =>
      (only === undefined ? [...open.keys()] : [only]).flatMap((key) => {
        const events = open.get(key)?.isEmpty ? more(key, '{}') : []
        open.delete(key)
        return events
      }),
  }
}
