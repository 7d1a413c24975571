// Messages -> Converse's `system` and `messages`: instructions first, then turns of user and assistant by turns. Tool results are the
// user's, those of parallel calls in one turn, in front of what the user says.

import type { AssistantPart, ChatRequest, JsonObject, ToolMessage, UserPart } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'
import { cachePoints, type PointOf } from './cache-points.ts'
import type { Family } from './models.ts'
import { type BlocksOf, blocksWriter, callId } from './write-parts.ts'

/** One turn: Bedrock refuses empty ones, and two of one role. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: JsonObject[]
}

/** Source: AWS's API reference, `Message` and `SystemContentBlock`. */
export function writeMessages(
  { messages }: ChatRequest,
  family: Family,
  loss: Loss,
): { system: JsonObject[]; messages: Turn[] } {
  const point = cachePoints('messages', family, loss)
  const blocksOf = blocksWriter(point, loss)
  const system: JsonObject[] = []
  const turns: Turn[] = []
  for (const message of messages) {
    if (message.role !== 'tool') unsaid({ 'messages.name': message.name }, loss)
    const blocks =
      message.role === 'tool'
        ? toolResult(message, blocksOf, point, loss)
        : (message.content as readonly (UserPart | AssistantPart)[]).flatMap(blocksOf)
    const role = message.role === 'assistant' ? 'assistant' : 'user'
    const last = turns.at(-1)
    if (message.role === 'system' || message.role === 'developer') system.push(...blocks)
    else if (last?.role === role) last.content.push(...blocks)
    else if (blocks.length > 0) turns.push({ role, content: [...blocks] })
  }
  return { system, messages: turns }
}

/** What a tool that gave nothing is said to have given: Bedrock refuses results of nothing. */
const NOTHING = [{ text: '(no output)' }]

/** Its content has no marks for the cache: they go behind it. `status` is for errors only, few models know it. */
function toolResult(
  { callId: id, content: parts, isError }: ToolMessage,
  blocksOf: BlocksOf,
  point: PointOf,
  loss: Loss,
): readonly JsonObject[] {
  let mark = null
  const content: JsonObject[] = []
  for (const part of parts) {
    if (part.kind === 'audio') loss.drop('messages.audio')
    else {
      mark = part.cacheControl ?? mark
      content.push(...blocksOf({ ...part, cacheControl: null }))
    }
  }
  const status = isError ? 'error' : null
  const result = { toolUseId: callId(id), content: content.length === 0 ? NOTHING : content, status }
  return [{ toolResult: stated(result) }, ...point(mark)]
}
