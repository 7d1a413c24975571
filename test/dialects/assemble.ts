// A stream's events in, the whole answer they say out: what tests compare streams by. Throws for a stream that ends with a failure, or not at all.

import type {
  AssistantPart,
  ChatEvent,
  ChatResponse,
  Choice,
  Finish,
  JsonObject,
  Usage,
} from '../../runtime/dialects/chat.ts'

/** What is known of a choice so far. `calls` has the position in `content` of each call by its index. */
interface Draft {
  readonly content: AssistantPart[]
  readonly calls: Map<number, number>
  finish: Finish | null
  logprobs: JsonObject | null
}

/** Texts that follow each other are one part; arguments belong to the call of their index, whatever stands between; the last usage counts. */
export function assemble(events: readonly ChatEvent[]): ChatResponse {
  const drafts = new Map<number, Draft>()
  let head = { id: null as string | null, model: null as string | null, createdSeconds: null as number | null }
  let usage: Usage | null = null
  for (const event of events) {
    if (event.kind === 'start') head = { id: event.id, model: event.model, createdSeconds: event.createdSeconds }
    else if (event.kind === 'usage') usage = event.usage
    else if (event.kind === 'failure') throw new Error(`The stream failed: ${event.failure.message}`)
    else if ('choice' in event) add(draftOf(drafts, event.choice), event)
  }
  if (events.at(-1)?.kind !== 'end') throw new Error('The stream has no end.')
  const indexes = [...drafts.keys()].sort((one, other) => one - other)
  return { ...head, choices: indexes.map((index) => whole(index, draftOf(drafts, index))), usage }
}

function draftOf(drafts: Map<number, Draft>, choice: number): Draft {
  const draft = drafts.get(choice) ?? { content: [], calls: new Map(), finish: null, logprobs: null }
  drafts.set(choice, draft)
  return draft
}

function whole(index: number, { content, finish, logprobs }: Draft): Choice {
  if (finish === null) throw new Error(`Choice ${index} of the stream has no finish.`)
  return { index, content, finish, logprobs }
}

function add(draft: Draft, event: Extract<ChatEvent, { choice: number }>): void {
  const { content } = draft
  const last = content.at(-1)
  switch (event.kind) {
    case 'text':
      draft.logprobs = joined(draft.logprobs, event.logprobs)
      if (event.text === '') break
      if (last?.kind === 'text') content[content.length - 1] = { ...last, text: last.text + event.text }
      else content.push({ kind: 'text', text: event.text, cacheControl: null })
      break
    case 'refusal':
      if (last?.kind === 'refusal') content[content.length - 1] = { ...last, text: last.text + event.text }
      else content.push({ kind: 'refusal', text: event.text })
      break
    case 'reasoning':
      if (last?.kind === 'reasoning' && last.signature === null)
        content[content.length - 1] = { ...last, text: last.text + event.text }
      else content.push({ kind: 'reasoning', text: event.text, signature: null })
      break
    case 'signature':
      if (last?.kind === 'reasoning' && last.signature === null)
        content[content.length - 1] = { ...last, signature: event.signature }
      else content.push({ kind: 'reasoning', text: '', signature: event.signature })
      break
    case 'redacted_reasoning':
      content.push({ kind: 'redacted_reasoning', data: event.data })
      break
    case 'tool_call':
      if (draft.calls.has(event.index)) throw new Error(`Call ${event.index} begins twice.`)
      if (draft.calls.size !== event.index) throw new Error(`Call ${event.index} begins as number ${draft.calls.size}.`)
      draft.calls.set(event.index, content.length)
      content.push({
        kind: 'tool_call',
        id: event.id,
        name: event.name,
        arguments: '',
        signature: event.signature,
        cacheControl: null,
      })
      break
    case 'arguments': {
      const position = draft.calls.get(event.index)
      const call = position === undefined ? undefined : content[position]
      if (position === undefined || call?.kind !== 'tool_call')
        throw new Error(`Arguments of call ${event.index} come before it.`)
      content[position] = { ...call, arguments: call.arguments + event.json }
      break
    }
    case 'finish':
      if (draft.finish !== null) throw new Error(`Choice ${event.choice} finishes twice.`)
      draft.finish = event.finish
      break
    default:
      event satisfies never
  }
}

/** Lists of tokens follow each other, key by key. */
function joined(one: JsonObject | null, other: JsonObject | null): JsonObject | null {
  if (one === null || other === null) return one ?? other
  return Object.fromEntries(
    Object.keys({ ...one, ...other }).map((key) => {
      const [before, after] = [one[key] ?? null, other[key] ?? null]
      return [key, Array.isArray(before) && Array.isArray(after) ? [...before, ...after] : (after ?? before)]
    }),
  )
}
