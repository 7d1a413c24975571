// The events of an answer in, the events of OpenAI's Responses API out, as JSON. A thought or a message ends when something else begins; calls
// stay open until the answer ends, for their arguments may come in any mix. Only the first choice is told: this API has no other.
// Source: OpenAI's API reference, "Streaming events".

import type { ChatEvent, ChatRequest, Failure, Finish, JsonObject, Usage } from '../chat.ts'
import { listOf } from '../loose.ts'
import { type End, endOf, errorJson, responseJson } from './body.ts'
import { argument, type Growing, type Item, type PartKind, refusal, summary, text } from './output.ts'
import { type Sealed, seal } from './seal.ts'

/** Tells one answer. */
export interface Teller {
  readonly tell: (event: ChatEvent) => void
  /** The response object as it is now. */
  readonly whole: () => JsonObject
}

/** A teller for one answer to this request. What it sends grows afterwards: it is to be written down at once. */
export function teller(request: ChatRequest, send: (event: JsonObject) => void): Teller {
  const output: Growing[] = []
  /** Items that are open, in their order. */
  const open = new Set<Item>()
  const calls = new Map<number, Item>()
  /** The thought or message that is open. */
  let speaking: Item | null = null
  let [id, model, createdSeconds] = ['resp_0', request.model, 0]
  let sequence = 0
  let usage: Usage | null = null
  let end: End | null = null
  let [isBegun, isRefused, isOver] = [false, false, false]

  function whole(): JsonObject {
    return responseJson({ id, model, createdSeconds, output, end, usage }, request)
  }

  function emit(type: string, fields: JsonObject = { response: whole() }): void {
    send({ type: `response.${type}`, sequence_number: sequence++, ...fields })
  }

  /** A new item, which ends the thought or message that is open. Its id is made of the answer's and its place: there is no chance in it. */
  function add(prefix: string, type: string, fields: JsonObject): Item {
    hush()
    const place = { item_id: `${prefix}_${id.replace(/^resp_/, '')}_${output.length}`, output_index: output.length }
    const item: Item = { json: { id: place.item_id, type, ...fields }, place, part: null }
    ...
  }
}
