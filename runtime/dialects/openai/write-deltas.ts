// A neutral event of one choice in, the deltas that say it out. A tool call begins with its id, type and name, and its arguments follow
// under the same index. Source: OpenAI's API reference, "The chat completion chunk object".

import type { ChatEvent, JsonObject } from '../chat.ts'
import { writeCall } from './write-call.ts'
import { finishFields } from './write-ending.ts'
import { thoughtDetail } from './write-thoughts.ts'

/** Writes the deltas of one choice. */
export type DeltaWriter = (event: Extract<ChatEvent, { readonly choice: number }>) => readonly Delta[]

/** A chunk's choice, without its index; `finish_reason` and `logprobs` where they are not null. */
export type Delta = { readonly delta: JsonObject; readonly [name: string]: unknown }

/** For one choice of one stream. The first of its deltas says the role. */
export function writeDeltas(): DeltaWriter {
  /** Kinds of events that were told. */
  const kinds = new Set<ChatEvent['kind']>()
  /** Calls that no arguments came for yet: clients parse them, and an empty text is no JSON. */
  const bare = new Set<number>()
  let last: ChatEvent['kind'] = 'ping'
  /** The index of the thought that pieces belong to: one ends with its signature, or where the model says something else. */
  let thought = 0

  const calls = (index: number, call: JsonObject): Delta => ({ delta: { tool_calls: [{ index, ...call }] } })
  const argue = (index: number, json: string): Delta => calls(index, { function: { arguments: json } })

  const deltasOf: DeltaWriter = (event) => {
    const { kind } = event
    if (last === 'reasoning' && kind !== 'reasoning' && kind !== 'signature') thought++
    last = kind
    switch (kind) {
      case 'text': {
        const { text: content, logprobs } = event
        if (logprobs !== null) return [{ delta: { content }, logprobs }]
        return content === '' ? [] : [{ delta: { content } }]
      }
      case 'refusal':
        return [{ delta: { refusal: event.text } }]
      case 'reasoning':
        return [{ delta: { reasoning_content: event.text, reasoning_details: [thoughtDetail(event, thought)] } }]
      case 'signature':
      case 'redacted_reasoning':
        return [{ delta: { reasoning_details: [thoughtDetail(event, thought++)] } }]
      case 'tool_call':
        bare.add(event.index)
        return [calls(event.index, writeCall(event, ''))]
      case 'arguments':
        if (event.json !== '') bare.delete(event.index)
        return [argue(event.index, event.json)]
      case 'finish':
        return [...[...bare].map((index) => argue(index, '{}')), { delta: {}, ...finishFields(event.finish, kinds) }]
      default:
        return event satisfies never
    }
  }

  return (event) => {
    const [first, ...others] = deltasOf(event)
    if (first === undefined) return []
    const role = kinds.size > 0 ? {} : { role: 'assistant', content: 'tool_calls' in first.delta ? null : '' }
    kinds.add(event.kind)
    return [{ ...first, delta: { ...role, ...first.delta } }, ...others]
  }
}
