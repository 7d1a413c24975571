// The items of an answer as they grow, each held as the JSON that it is, and what their parts are called in events. A reasoning item's parts
// are its summary, a message's are texts and refusals, a call's one part is itself. Source: OpenAI's API reference, "The response object".

/** A JSON object that grows. */
export interface Growing {
  [field: string]: unknown
}

/** An item of `output`. */
export interface Item {
  readonly json: Growing
  /** Where events say that it is. */
  readonly place: { readonly item_id: string; readonly output_index: number }
  /** The one that is open. */
  part: Part | null
}

/** A part of an item. */
export interface Part {
  readonly kind: PartKind
  readonly json: Growing
  readonly place: Growing
}

/** How the events of a kind of part are named, and which field holds its text. */
export interface PartKind {
  readonly events: string
  readonly whole: string
  /** Of those parts that are entries of a list. */
  readonly entry: {
    readonly item: 'message' | 'reasoning'
    readonly list: string
    readonly counter: string
    readonly events: string
    readonly make: () => Growing
  } | null
}

const CONTENT = { item: 'message', list: 'content', counter: 'content_index', events: 'response.content_part' } as const

/** A message's words. */
export const text: PartKind = {
  events: 'response.output_text',
  whole: 'text',
  entry: { ...CONTENT, make: () => ({ type: 'output_text', annotations: [], logprobs: [], text: '' }) },
}

/** A message that says why the model will not. */
export const refusal: PartKind = {
  events: 'response.refusal',
  whole: 'refusal',
  entry: { ...CONTENT, make: () => ({ type: 'refusal', refusal: '' }) },
}

/** A thought, which is its own summary. */
export const summary: PartKind = {
  events: 'response.reasoning_summary_text',
  whole: 'text',
  entry: {
    item: 'reasoning',
    list: 'summary',
    counter: 'summary_index',
    events: 'response.reasoning_summary_part',
    make: () => ({ type: 'summary_text', text: '' }),
  },
}

/** A call's arguments. */
export const argument: PartKind = {
  events: 'response.function_call_arguments',
  whole: 'arguments',
  entry: null,
}
