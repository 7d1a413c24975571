// The chunks of a chat completion in, the completion that they make out: texts joined, tool calls and thoughts put together by their index.
// Source: OpenAI's API reference, "The chat completion chunk object".

import type { Meta, Told } from '../meta.ts'
import type { Json, Names } from '../names.ts'
import type { Gathering } from '../stream.ts'
import type { ChatChunk, ChatCompletion, ChatDelta, FinishReason } from './shapes.ts'

/** A choice as it grows. */
interface Growing {
  readonly index: number
  readonly message: { role: 'assistant'; content: string | null; [field: string]: unknown }
  finish_reason: FinishReason | null
  logprobs?: Json | null
}

/** Pieces of one thing with a place in a list. */
interface Piece {
  readonly index?: number
  readonly [field: string]: unknown
}

/** Fields of a delta that are texts. */
const TEXTS = ['content', 'refusal', 'reasoning_content'] as const

/** For one stream. It is whole when every choice has an end. */
export function chatGathering(): Gathering<ChatChunk, Told<ChatCompletion, Names>> {
  const choices: Growing[] = []
  let head: Omit<ChatChunk, 'choices'> | null = null
  return {
    add({ choices: said, ...around }) {
      head = { ...(head ?? around), usage: around.usage ?? head?.usage }
      for (const delta of said ?? []) grow(choices, delta)
    },
    isWhole: () => choices.length > 0 && choices.every(({ finish_reason }) => finish_reason !== null),
    whole: (meta: Meta) =>
      ({ ...head, object: 'chat.completion', choices: choices.filter(Boolean), meta }) as Told<ChatCompletion, Names>,
  }
}

function grow(choices: Growing[], { index, delta, finish_reason, logprobs }: ChatDelta): void {
  choices[index] ??= { index, message: { role: 'assistant', content: null }, finish_reason: null }
  const choice = choices[index]
  const { message } = choice
  for (const name of TEXTS) {
    const text = delta?.[name]
    if (text != null) message[name] = `${message[name] ?? ''}${text}`
  }
  for (const name of ['tool_calls', 'reasoning_details'] as const) {
    const pieces = delta?.[name] as readonly Piece[] | undefined
    if (!pieces) continue
    message[name] ??= []
    for (const piece of pieces) join(message[name] as Json[], piece, name === 'tool_calls')
  }
  choice.finish_reason = finish_reason ?? choice.finish_reason
  if (logprobs) choice.logprobs = joined(choice.logprobs ?? {}, logprobs)
}

/** A call's index is its place, and nothing of the call itself; a thought without an index is one by itself. */
function join(list: Json[], { index = list.length, ...piece }: Piece, isCall: boolean): void {
  const place = isCall ? index : list.findIndex((entry: Piece) => entry.index === index)
  const at = place === -1 ? list.length : place
  list[at] = joined(list[at] ?? (isCall ? { id: '', type: 'function' } : { index }), piece)
}

/** Texts that go on are joined, lists too; what names something is said once. */
function joined(known: Json, more: Json): Json {
  const grown: { [name: string]: unknown } = { ...known }
  for (const [name, value] of Object.entries(more)) {
    const before = known[name]
    if (Array.isArray(before) && Array.isArray(value)) grown[name] = [...before, ...value]
    else if (GOING_ON.test(name) && typeof before === 'string') grown[name] = `${before}${value ?? ''}`
    else if (name === 'function') grown[name] = joined(Object(before), Object(value))
    else if (value != null && value !== '') grown[name] = value
    else grown[name] ??= value
  }
  return grown
}

const GOING_ON = /^(?:arguments|text|data|summary)$/
