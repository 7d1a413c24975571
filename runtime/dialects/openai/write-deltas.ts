// A neutral event of one choice in, the deltas that say it out. A tool call begins with its id, type and name, and its arguments follow
// under the same index. Source: OpenAI's API reference, "The chat completion chunk object".

import type { ChatEvent, JsonObject } from '../chat.ts'
import { writeCall } from './write-call.ts'
import { finishFields } from './write-ending.ts'
import { encryptedDetail, textDetail } from './write-thoughts.ts'

/** What must be remembered of a choice. */
export interface ChoiceState {
  hasCalls: boolean
  hasRefusal: boolean
  /** Calls that no arguments came for yet: clients parse them, and an empty text is no JSON. */
  readonly bare: Set<number>
  /** The index of the thought that pieces belong to: one ends with its signature, or where the model says something else. */
  thought: number
  isThinking: boolean
}

/** A choice that nothing was said of yet. */
export function newChoice(): ChoiceState {
  return { hasCalls: false, hasRefusal: false, bare: new Set(), thought: 0, isThinking: false }
}

/** A chunk's choice, without its index; `finish_reason` and `logprobs` where they are not null. */
export type Delta = { readonly delta: JsonObject; readonly [name: string]: unknown }

/** Changes `state`. */
export function deltasOf(event: Extract<ChatEvent, { readonly choice: number }>, state: ChoiceState): readonly Delta[] {
  const isThought = event.kind === 'reasoning' || event.kind === 'signature'
  if (state.isThinking && !isThought) state.thought++
  state.isThinking = event.kind === 'reasoning'
  switch (event.kind) {
    case 'text':
      if (event.logprobs !== null) return [{ delta: { content: event.text }, logprobs: event.logprobs }]
      return event.text === '' ? [] : [{ delta: { content: event.text } }]
    case 'refusal':
      state.hasRefusal = true
      return [{ delta: { refusal: event.text } }]
    case 'reasoning': {
      const reasoning_details = [textDetail(event.text, null, state.thought)]
      return [{ delta: { reasoning_content: event.text, reasoning_details } }]
    }
    case 'signature':
      return [{ delta: { reasoning_details: [textDetail('', event.signature, state.thought++)] } }]
    case 'redacted_reasoning':
      return [{ delta: { reasoning_details: [encryptedDetail(event.data, state.thought++)] } }]
    case 'tool_call': {
      const { index, id, name, signature } = event
      state.hasCalls = true
      state.bare.add(index)
      return [{ delta: { tool_calls: [{ index, ...writeCall(id, name, '', signature) }] } }]
    }
    case 'arguments':
      if (event.json !== '') state.bare.delete(event.index)
      return [argumentsDelta(event.index, event.json)]
    case 'finish':
      return [
        ...[...state.bare].map((index) => argumentsDelta(index, '{}')),
        { delta: {}, ...finishFields(event.finish, state) },
      ]
    default:
      return event satisfies never
  }
}

function argumentsDelta(index: number, json: string): Delta {
  return { delta: { tool_calls: [{ index, function: { arguments: json } }] } }
}
