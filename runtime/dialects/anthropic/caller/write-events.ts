// Neutral events in, Anthropic's server-sent events out, in the one order that its SDK takes: the message starts, blocks come one at a time
// with rising indexes, the message's end waits for the usage that may come after it. Of several answers it tells the first.
// Source: Anthropic's API reference, "Streaming messages", and the accumulator of @anthropic-ai/sdk.

import type { AssistantPart, ChatEvent, ChatRequest, Finish, JsonObject, Usage } from '../../chat.ts'
import type { EventWriter } from '../../dialect.ts'
import { writeFailure } from '../errors.ts'
import { jsonEnd } from './json-end.ts'
import { blocksOf, headOf, STOP, stopOf, usageIn } from './write-message.ts'

/** A block in line: the SDK adds what it gets to the last block that began, so what belongs to a later one waits until those before end. */
interface Block {
  readonly type: unknown
  /** Events that wait, without their index. */
  readonly waiting: JsonObject[]
  /** For a call: whether its arguments are all there. */
  readonly hasEnded: (piece: string) => boolean
  isComplete: boolean
}

/** What to send; nothing: what the blocks in line have to tell by now. */
type Told = readonly JsonObject[] | undefined

type Tellers = { readonly [Kind in ChatEvent['kind']]: (event: Extract<ChatEvent, { kind: Kind }>) => Told }

/** For one stream. */
export function eventWriter(request: ChatRequest): EventWriter {
  const line: Block[] = []
  const calls = new Map<number, Block>()
  let index = 0
  let usage: Usage | null = null
  let finish: Finish = STOP
  let refusal: string | null = null

  /** A new block. A text ends where something else begins. */
  function begin(part: AssistantPart): Block[] {
    const last = line.at(-1)
    if (last && last.type !== 'tool_use') last.isComplete = true
    const blocks = blocksOf(part).map((content_block) => ({
      type: content_block.type,
      waiting: [{ type: 'content_block_start', content_block }],
      hasEnded: jsonEnd(),
      isComplete: content_block.type === 'redacted_thinking',
    }))
    line.push(...blocks)
    return blocks
  }

  /** Goes on with the block of this kind if it was the last to begin, or begins one. */
  function say(type: 'text' | 'thinking', field: string, text: string): undefined {
    if (!text) return
    const last = line.at(-1)
    const isOpen = last?.type === type && !last.isComplete
    if (!isOpen)
      begin(type === 'text' ? { kind: 'refusal', text: '' } : { kind: 'reasoning', text: '', signature: null })
    add(line.at(-1), `${field}_delta`, field, text)
  }

  function add(block: Block | undefined, type: string, field: string, text: string): void {
    block?.waiting.push({ type: 'content_block_delta', delta: { type, [field]: text } })
  }

  /** What can be told by now. */
  function flush(): JsonObject[] {
    const events: JsonObject[] = []
    for (let block = line[0]; block; block = line[0]) {
      events.push(...block.waiting.splice(0).map((event) => ({ type: event.type, index, ...event })))
      if (!block.isComplete) break
      events.push({ type: 'content_block_stop', index: index++ })
      line.shift()
    }
    return events
  }

  const tell: Tellers = {
    start: ({ id, model }) => {
      const head = headOf(id, model ?? request.model)
      const message = { ...head, content: [], stop_reason: null, stop_sequence: null, usage: usageIn(usage) }
      return [{ type: 'message_start', message }]
    },
    text: ({ text }) => say('text', 'text', text),
    refusal: ({ text }) => {
      refusal = (refusal ?? '') + text
      return say('text', 'text', text)
    },
    reasoning: ({ text }) => say('thinking', 'thinking', text),
    signature: ({ signature }) => {
      say('thinking', 'signature', signature)
      return complete(line.at(-1))
    },
    redacted_reasoning: (event) => void begin(event),
    tool_call: (event) => {
      for (const block of begin({ ...event, arguments: '', cacheControl: null })) calls.set(event.index, block)
    },
    arguments: (event) => {
      const block = calls.get(event.index)
      add(block, 'input_json_delta', 'partial_json', event.json)
      if (block?.hasEnded(event.json)) complete(block)
    },
    usage: (event) => {
      usage = event.usage
    },
    finish: (event) => {
      finish = event.finish
    },
    ping: () => [{ type: 'ping' }],
    failure: ({ failure }) => [writeFailure(failure)],
    end: () => {
      line.forEach(complete)
      const delta = stopOf(finish, refusal, calls.size > 0)
      return [...flush(), { type: 'message_delta', delta, usage: usageIn(usage) }, { type: 'message_stop' }]
    },
  }

  return {
    write(event) {
      if ('choice' in event && event.choice !== 0) return ''
      const teller = tell[event.kind] as (event: ChatEvent) => Told
      return (teller(event) ?? flush()).map(sent).join('')
    },
  }
}

function complete(block: Block | undefined): undefined {
  if (block) block.isComplete = true
}

function sent(event: JsonObject): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
