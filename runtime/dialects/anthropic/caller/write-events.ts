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
  function say(type: 'text' | 'thinking', field: string, text: string): void {
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

  function ended(): readonly JsonObject[] {
    for (const block of line) block.isComplete = true
    const delta = stopOf(finish, refusal, calls.size > 0)
    return [...flush(), { type: 'message_delta', delta, usage: usageIn(usage) }, { type: 'message_stop' }]
  }

  function eventsFor(event: ChatEvent): readonly JsonObject[] {
    switch (event.kind) {
      case 'start': {
        const head = headOf(event.id, event.model ?? request.model)
        const message = { ...head, content: [], stop_reason: null, stop_sequence: null, usage: usageIn(usage) }
        return [{ type: 'message_start', message }]
      }
      case 'text':
      case 'refusal':
        if (event.kind === 'refusal') refusal = (refusal ?? '') + event.text
        say('text', 'text', event.text)
        break
      case 'reasoning':
        say('thinking', 'thinking', event.text)
        break
      case 'signature': {
        say('thinking', 'signature', event.signature)
        const block = line.at(-1)
        if (block) block.isComplete = true
        break
      }
      case 'redacted_reasoning':
        begin(event)
        break
      case 'tool_call':
        for (const block of begin({ ...event, arguments: '', cacheControl: null })) calls.set(event.index, block)
        break
      case 'arguments': {
        const block = calls.get(event.index)
        add(block, 'input_json_delta', 'partial_json', event.json)
        if (block?.hasEnded(event.json)) block.isComplete = true
        break
      }
      case 'usage':
        usage = event.usage
        break
      case 'finish':
        finish = event.finish
        break
      case 'ping':
        return [{ type: 'ping' }]
      case 'failure':
        return [writeFailure(event.failure)]
      case 'end':
        return ended()
      default:
        return event satisfies never
    }
    return flush()
  }

  return {
    write: (event) => ('choice' in event && event.choice !== 0 ? '' : eventsFor(event).map(sent).join('')),
  }
}

function sent(event: JsonObject): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
