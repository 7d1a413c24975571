// The items of an answer as they grow: what each one has so far in, its JSON out. A reasoning item's parts are its summary, a message's are
// texts and refusals, a call's one part is its arguments. Source: OpenAI's API reference, "The response object", `output`.

import type { JsonObject } from '../chat.ts'

/** An item of `output`. Its last part is open while it is. */
export interface Item {
  readonly kind: 'reasoning' | 'message' | 'function_call'
  readonly id: string
  readonly index: number
  readonly parts: Part[]
  status: 'in_progress' | 'completed' | 'incomplete'
  /** Of a call, else empty. */
  readonly callId: string
  readonly name: string
  /** Of a reasoning item. */
  encrypted: string | null
}

/** A part of an item. */
export interface Part {
  readonly kind: PartKind
  text: string
  /** Of each token, in OpenAI's shape. */
  readonly logprobs: unknown[]
}

/** Which kinds of parts there are. */
export type PartKind = keyof typeof partKinds

/** How the events of each kind of part are named, which of their fields counts the parts, and which holds the whole. */
export const partKinds = {
  text: { events: 'response.output_text', counter: 'content_index', whole: 'text', frame: 'response.content_part' },
  refusal: { events: 'response.refusal', counter: 'content_index', whole: 'refusal', frame: 'response.content_part' },
  summary: {
    events: 'response.reasoning_summary_text',
    counter: 'summary_index',
    whole: 'text',
    frame: 'response.reasoning_summary_part',
  },
  arguments: { events: 'response.function_call_arguments', counter: null, whole: 'arguments', frame: null },
} as const

const PREFIXES = { reasoning: 'rs', message: 'msg', function_call: 'fc' } as const

/** An item of which nothing is known yet. Its id is made of the answer's and its place: there is no chance in it. */
export function newItem(
  kind: Item['kind'],
  index: number,
  responseId: string,
  call: { readonly id: string; readonly name: string } = { id: '', name: '' },
): Item {
  const id = `${PREFIXES[kind]}_${responseId.replace(/^resp_/, '')}_${index}`
  return { kind, id, index, parts: [], status: 'in_progress', callId: call.id, name: call.name, encrypted: null }
}

/** The item as it is now. */
export function itemJson({ kind, id, parts, status, callId, name, encrypted }: Item): JsonObject {
  switch (kind) {
    case 'reasoning':
      return { id, type: kind, summary: parts.map(partJson), encrypted_content: encrypted }
    case 'message':
      return { id, type: kind, status, role: 'assistant', content: parts.map(partJson) }
    case 'function_call':
      return { id, type: kind, status, arguments: parts[0]?.text ?? '', call_id: callId, name }
    default:
      return kind satisfies never
  }
}

/** A part of a message or a summary as it is now. */
export function partJson({ kind, text, logprobs }: Part): JsonObject {
  if (kind === 'refusal') return { type: 'refusal', refusal: text }
  if (kind === 'summary') return { type: 'summary_text', text }
  return { type: 'output_text', annotations: [], logprobs: [...logprobs], text }
}
