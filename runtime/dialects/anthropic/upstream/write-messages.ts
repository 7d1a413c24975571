// A neutral conversation in, Anthropic's `system` and `messages` out: instructions in front, turns of one role merged, and in a user's turn
// the tools' results first, which the API demands. Source: Anthropic's API reference, "Messages" and "Tool use".

import type { JsonObject, Message } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { callId, inputBlock, outputBlock } from './write-blocks.ts'

/** One turn as the API has it. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: JsonObject[]
}

/**
 * A turn that has nothing to say is left out, but for the last: without the question the model would go on with its own words, so the API
 * is left to refuse it. Instructions that nobody's turn follows are what the user says.
 */
export function conversation(
  messages: readonly Message[],
  loss: Loss,
): { readonly system: JsonObject[]; readonly turns: readonly Turn[] } {
  const system: JsonObject[] = []
  const turns: Turn[] = []
  for (const [position, message] of messages.entries()) {
    if (message.role !== 'tool' && message.name !== null) loss.drop('messages.name')
    const blocks = blocksOf(message, loss)
    if (message.role === 'system' || message.role === 'developer') system.push(...blocks)
    else if (message.role === 'assistant') add(turns, 'assistant', blocks)
    else add(turns, 'user', blocks, position === messages.length - 1)
  }
  for (const { content } of turns) {
    const results = content.filter(isResult)
    if (results.length > 0) content.splice(0, content.length, ...results, ...content.filter((it) => !isResult(it)))
  }
  trimPrefill(turns.at(-1))
  return turns.length === 0 ? { system: [], turns: [{ role: 'user', content: system }] } : { system, turns }
}

/** Whether the model is to go on with a turn of its own that begins with no thought: after tools' results, or in mid-sentence. */
export function lacksThought(turns: readonly Turn[]): boolean {
  const last = turns.at(-1)
  const goneOnWith = last?.role === 'assistant' ? last : last?.content.some(isResult) ? turns.at(-2) : undefined
  return goneOnWith !== undefined && !/thinking$/.test(String(goneOnWith.content[0]?.type))
}

function blocksOf(message: Message, loss: Loss): JsonObject[] {
  if (message.role === 'assistant') return present(message.content.map((part) => outputBlock(part, loss)))
  const blocks = present(message.content.map((part) => inputBlock(part, loss)))
  if (message.role !== 'tool') return blocks
  return [
    {
      type: 'tool_result',
      tool_use_id: callId(message.callId),
      ...(blocks.length > 0 ? { content: blocks } : {}),
      ...(message.isError ? { is_error: true } : {}),
    },
  ]
}

function add(turns: Turn[], role: Turn['role'], blocks: readonly JsonObject[], isLast = false): void {
  const last = turns.at(-1)
  if (last?.role === role) last.content.push(...blocks)
  else if (blocks.length > 0 || isLast) turns.push({ role, content: [...blocks] })
}

/** A beginning that the model is to go on with must not end in white space. */
function trimPrefill(last: Turn | undefined): void {
  const block = last?.role === 'assistant' ? last.content.at(-1) : undefined
  if (block?.type === 'text') last?.content.splice(-1, 1, { ...block, text: String(block.text).trimEnd() })
}

function isResult(block: JsonObject): boolean {
  return block.type === 'tool_result'
}

function present(blocks: readonly (JsonObject | null)[]): JsonObject[] {
  return blocks.filter((block) => block !== null)
}
