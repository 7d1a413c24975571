// The items of an answer and their parts as JSON that grows, and what events call them. Source: OpenAI's API reference, "The response
// object", `output`; "Streaming events".

/** JSON that grows with the answer. */
export interface Growing {
  [field: string]: unknown
}

/** A kind of part: what its events are called, and which field of it holds what was said. */
export interface PartKind {
  readonly name: string
  readonly field: string
}

/** A kind of part that is an entry in its item's list. */
export interface EntryKind extends PartKind {
  readonly item: 'message' | 'reasoning'
  readonly list: string
  readonly counter: string
  /** What the events around it are called. */
  readonly frame: string
  readonly make: () => Growing
}

const CONTENT = { item: 'message', list: 'content', counter: 'content_index', frame: 'content_part' } as const

/** A message's words. */
export const TEXT: EntryKind = {
  ...CONTENT,
  name: 'output_text',
  field: 'text',
  make: () => ({ type: 'output_text', annotations: [], logprobs: [], text: '' }),
}

/** A message's words, where the model will not. */
export const REFUSAL: EntryKind = {
  ...CONTENT,
  name: 'refusal',
  field: 'refusal',
  make: () => ({ type: 'refusal', refusal: '' }),
}

/** A thought, which is its own summary. */
export const SUMMARY: EntryKind = {
  item: 'reasoning',
  list: 'summary',
  counter: 'summary_index',
  frame: 'reasoning_summary_part',
  name: 'reasoning_summary_text',
  field: 'text',
  make: () => ({ type: 'summary_text', text: '' }),
}

/** A call's arguments: a part that is the item itself. */
export const ARGUMENTS: PartKind = { name: 'function_call_arguments', field: 'arguments' }

/** What an item's id begins with, and what it is before anything was said. */
export const ITEMS: {
  readonly [type in EntryKind['item'] | 'function_call']: readonly [prefix: string, make: () => Growing]
} = {
  reasoning: ['rs', () => ({ summary: [], encrypted_content: null })],
  message: ['msg', () => ({ status: 'in_progress', role: 'assistant', content: [] })],
  function_call: ['fc', () => ({ status: 'in_progress', arguments: '' })],
}
