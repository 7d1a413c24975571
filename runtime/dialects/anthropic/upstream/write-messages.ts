// A neutral conversation in, Anthropic's `system` and `messages` out: instructions in front, turns of one role merged, and in a user's turn
// the tools' results first, which the API demands. Source: Anthropic's API reference, "Messages" and "Tool use".

import type { JsonObject, Message, ToolMessage } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { stated } from '../../loose.ts'
import { blocksOf, callId } from './write-blocks.ts'

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
    const said = message.content.flatMap((part) => blocksOf(part, loss))
    const isResult = message.role === 'tool'
    if (!isResult && message.name !== null) loss.drop('messages.name')
    const blocks = isResult ? [resultOf(message, said)] : said
    if (message.role === 'system' || message.role === 'developer') system.push(...blocks)
    else {
      const role = message.role === 'assistant' ? 'assistant' : 'user'
      const isAsked = role === 'user' && position === messages.length - 1
      if (turns.at(-1)?.role !== role && (blocks.length > 0 || isAsked)) turns.push({ role, content: [] })
      const content = turns.at(-1)?.content
      content?.splice(isResult ? resultsIn(content) : content.length, 0, ...blocks)
    }
  }
  const last = turns.at(-1)
  const said = last?.content.at(-1)
  // A beginning that the model is to go on with must not end in white space.
  if (last?.role === 'assistant' && said?.type === 'text') {
    last.content.splice(-1, 1, { ...said, text: String(said.text).trimEnd() })
  }
  return last ? { system, turns } : { system: [], turns: [{ role: 'user', content: system }] }
}

/** Whether the model is to go on with a turn of its own that begins with no thought: after tools' results, or in mid-sentence. */
export function lacksThought(turns: readonly Turn[]): boolean {
  const last = turns.at(-1)
  const goneOnWith = last?.role === 'user' && resultsIn(last.content) > 0 ? turns.at(-2) : last
  return goneOnWith?.role === 'assistant' && !/thinking$/.test(String(goneOnWith.content[0]?.type))
}

function resultOf({ callId: id, isError }: ToolMessage, content: readonly JsonObject[]): JsonObject {
  return { type: 'tool_result', tool_use_id: callId(id), ...stated({ content, is_error: isError || null }) }
}

/** How many there are: they stand in front. */
function resultsIn(content: readonly JsonObject[]): number {
  return content.findLastIndex(({ type }) => type === 'tool_result') + 1
}
