// The events of an answer in, the events of OpenAI's Responses API out, as JSON. A thought or a message ends when something else begins; calls
// stay open until the answer ends, for their arguments may come in any mix. Only the first choice is told: this API has no other.
// Source: OpenAI's API reference, "Streaming events".

import type { ChatEvent, ChatRequest, Failure, Finish, JsonObject, Usage } from '../chat.ts'
import { type End, endOf, failureEnd, responseJson } from './body.ts'
import { type Item, itemJson, newItem, type Part, type PartKind, partJson, partKinds } from './output.ts'
import { type Sealed, seal } from './seal.ts'

/** Tells one answer. */
export interface Teller {
  /** What to send for an event. */
  readonly tell: (event: ChatEvent) => readonly JsonObject[]
  /** The response object as it is now. */
  readonly whole: () => JsonObject
}

interface Telling {
  readonly request: ChatRequest
  id: string
  model: string
  createdSeconds: number
  /** What is to be sent for the event at hand. */
  sent: JsonObject[]
  sequence: number
  readonly output: Item[]
  /** The thought or message that is open. */
  speaking: Item | null
  /** By the call's index. */
  readonly calls: Map<number, Item>
  usage: Usage | null
  end: End | null
  isBegun: boolean
  /** The last event is sent. */
  isOver: boolean
}

/** A teller for one answer to this request. */
export function teller(request: ChatRequest): Teller {
  const telling: Telling = {
    request,
    id: 'resp_0',
    model: request.model,
    createdSeconds: 0,
    sent: [],
    sequence: 0,
    output: [],
    speaking: null,
    calls: new Map(),
    usage: null,
    end: null,
    isBegun: false,
    isOver: false,
  }
  return {
    tell(event) {
      telling.sent = []
      if (!telling.isOver && event.kind !== 'ping' && !('choice' in event && event.choice !== 0)) hear(telling, event)
      return telling.sent
    },
    whole: () => wholeOf(telling),
  }
}

function wholeOf(telling: Telling): JsonObject {
  return responseJson({ ...telling, output: telling.output.map(itemJson) }, telling.request)
}

function send(telling: Telling, type: string, fields: JsonObject): void {
  telling.sent.push({ type, sequence_number: telling.sequence++, ...fields })
}

function hear(telling: Telling, event: Exclude<ChatEvent, { kind: 'ping' }>): void {
  if (event.kind !== 'failure') begin(telling, event)
  switch (event.kind) {
    case 'start':
      break
    case 'text':
      say(telling, 'message', 'text', event.text, tokensOf(event.logprobs))
      break
    case 'refusal':
      say(telling, 'message', 'refusal', event.text, [])
      break
    case 'reasoning':
      say(telling, 'reasoning', 'summary', event.text, [])
      break
    case 'signature': {
      const item = telling.speaking?.kind === 'reasoning' ? telling.speaking : open(telling, 'reasoning')
      encrypt(telling, item, { kind: 'signature', value: event.signature, callId: '' })
      break
    }
    case 'redacted_reasoning':
      encrypt(telling, open(telling, 'reasoning'), { kind: 'redacted', value: event.data, callId: '' })
      break
    case 'tool_call':
      call(telling, event)
      break
    case 'arguments': {
      const item = telling.calls.get(event.index)
      if (item !== undefined) more(telling, item, event.json, [])
      break
    }
    case 'finish':
      close(telling, event.finish)
      break
    case 'usage':
      telling.usage = event.usage
      break
    case 'failure':
      fail(telling, event.failure)
      break
    case 'end':
      close(telling, null)
      telling.isOver = true
      send(telling, `response.${telling.end?.status}`, { response: wholeOf(telling) })
      break
    default:
      event satisfies never
  }
}

function begin(telling: Telling, event: ChatEvent): void {
  if (telling.isBegun) return
  telling.isBegun = true
  if (event.kind === 'start') {
    if (event.id !== null) telling.id = event.id.startsWith('resp_') ? event.id : `resp_${event.id}`
    telling.model = event.model ?? telling.model
    telling.createdSeconds = event.createdSeconds ?? 0
  }
  send(telling, 'response.created', { response: wholeOf(telling) })
  send(telling, 'response.in_progress', { response: wholeOf(telling) })
}

/** A new item; it ends the thought or message that is open. */
function open(telling: Telling, kind: Item['kind'], named?: { readonly id: string; readonly name: string }): Item {
  hush(telling)
  const item = newItem(kind, telling.output.length, telling.id, named)
  telling.output.push(item)
  send(telling, 'response.output_item.added', { output_index: item.index, item: itemJson(item) })
  return item
}

/** More of a thought or message: of the part that is open if it is of this kind, else of a new one. */
function say(telling: Telling, kind: Item['kind'], part: PartKind, text: string, tokens: readonly unknown[]): void {
  if (text === '' && tokens.length === 0) return
  if (telling.speaking?.kind !== kind) telling.speaking = open(telling, kind)
  const item = telling.speaking
  if (item.parts.at(-1)?.kind !== part) {
    closePart(telling, item)
    openPart(telling, item, part)
  }
  more(telling, item, text, tokens)
}

/** A call's own signature goes before it, in a reasoning item: clients give that back, and have no other place for it. */
function call(telling: Telling, { index, id, name, signature }: Extract<ChatEvent, { kind: 'tool_call' }>): void {
  if (signature !== null) {
    encrypt(telling, open(telling, 'reasoning'), { kind: 'call', value: signature, callId: id })
  }
  const item = open(telling, 'function_call', { id, name })
  telling.calls.set(index, item)
  openPart(telling, item, 'arguments')
}

/** What is sealed is the last of its item. */
function encrypt(telling: Telling, item: Item, sealed: Sealed): void {
  item.encrypted = seal(sealed)
  telling.speaking = item
  hush(telling)
}

function openPart(telling: Telling, item: Item, kind: PartKind): void {
  const part: Part = { kind, text: '', logprobs: [] }
  item.parts.push(part)
  const { frame } = partKinds[kind]
  if (frame !== null) send(telling, `${frame}.added`, { ...placeOf(item, part), part: partJson(part) })
}

function more(telling: Telling, item: Item, delta: string, tokens: readonly unknown[]): void {
  const part = item.parts.at(-1)
  if (part === undefined || item.status !== 'in_progress') return
  part.text += delta
  part.logprobs.push(...tokens)
  const logprobs = part.kind === 'text' ? { logprobs: tokens } : {}
  send(telling, `${partKinds[part.kind].events}.delta`, { ...placeOf(item, part), delta, ...logprobs })
}

function closePart(telling: Telling, item: Item): void {
  const part = item.parts.at(-1)
  if (part === undefined) return
  const { events, whole, frame } = partKinds[part.kind]
  // A call without arguments is one with none: clients parse them.
  if (part.kind === 'arguments' && part.text === '') more(telling, item, '{}', [])
  const place = placeOf(item, part)
  const logprobs = part.kind === 'text' ? { logprobs: [...part.logprobs] } : {}
  send(telling, `${events}.done`, { ...place, [whole]: part.text, ...logprobs })
  if (frame !== null) send(telling, `${frame}.done`, { ...place, part: partJson(part) })
}

function closeItem(telling: Telling, item: Item, status: Item['status']): void {
  closePart(telling, item)
  item.status = status
  send(telling, 'response.output_item.done', { output_index: item.index, item: itemJson(item) })
}

/** Ends the thought or message that is open. */
function hush(telling: Telling): void {
  if (telling.speaking !== null) closeItem(telling, telling.speaking, 'completed')
  telling.speaking = null
}

/** Ends what is open. Of an answer that was cut it is the last item that is incomplete. */
function close(telling: Telling, finish: Finish | null): void {
  if (telling.end !== null) return
  const isRefusalSaid = telling.output.some(({ parts }) => parts.some(({ kind }) => kind === 'refusal'))
  telling.end = endOf(finish, isRefusalSaid)
  for (const item of telling.output.filter(({ status }) => status === 'in_progress')) {
    const isCut = telling.end.status !== 'completed' && item === telling.output.at(-1)
    closeItem(telling, item, isCut ? 'incomplete' : 'completed')
  }
  telling.speaking = null
}

/** As OpenAI has it: an error, and then the answer that failed, if one had begun. */
function fail(telling: Telling, failure: Failure): void {
  telling.end = failureEnd(failure)
  telling.isOver = true
  const { code, message, param } = telling.end.error ?? {}
  send(telling, 'error', { code, message, param, error: telling.end.error })
  if (!telling.isBegun) return
  for (const item of telling.output) if (item.status === 'in_progress') item.status = 'incomplete'
  send(telling, 'response.failed', { response: wholeOf(telling) })
}

function placeOf(item: Item, part: Part): JsonObject {
  const { counter } = partKinds[part.kind]
  const index = counter === null ? {} : { [counter]: item.parts.indexOf(part) }
  return { item_id: item.id, output_index: item.index, ...index }
}

/** The probabilities of a text's tokens; a refusal's have no place here. */
function tokensOf(logprobs: JsonObject | null): readonly unknown[] {
  const tokens = logprobs?.content
  return Array.isArray(tokens) ? tokens : []
}
