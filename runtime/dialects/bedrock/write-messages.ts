// Messages -> Converse's `system` and `messages`: instructions first, then turns of user and assistant by turns. Tool results are the
// user's, those of parallel calls in one turn, in front of what the user says.

import type { ChatRequest, JsonObject, ToolMessage } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { cachePoints } from './cache-points.ts'
import type { Family } from './models.ts'
import { assistantBlocks, type Shared, sharedIn, userBlocks } from './write-parts.ts'

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
  const shared = sharedIn(cachePoints('messages', family, loss))
  const system: JsonObject[] = []
  const turns: Turn[] = []
  const say = (role: Turn['role'], blocks: readonly JsonObject[]): void => {
    if (blocks.length === 0) return
    const last = turns.at(-1)
    if (last?.role === role) last.content.push(...blocks)
    else turns.push({ role, content: [...blocks] })
  }
  for (const message of messages) {
    if (message.role !== 'tool' && message.name !== null) loss.drop('messages.name')
    switch (message.role) {
      case 'system':
      case 'developer':
        system.push(...message.content.flatMap((part) => userBlocks(part, shared, loss)))
        break
      case 'user':
        say(
          'user',
          message.content.flatMap((part) => userBlocks(part, shared, loss)),
        )
        break
      case 'assistant':
        say(
          'assistant',
          message.content.flatMap((part) => assistantBlocks(part, shared, loss)),
        )
        break
      case 'tool':
        say('user', toolResult(message, shared, loss))
        break
      default:
        message satisfies never
    }
  }
  return { system, messages: turns }
}

/** What a tool that gave nothing is said to have given: Bedrock refuses results of nothing. */
const NOTHING = [{ text: '(no output)' }]

/** Its content has no marks for the cache: they go behind it. `status` is for errors only, few models know it. */
function toolResult({ callId, content, isError }: ToolMessage, shared: Shared, loss: Loss): readonly JsonObject[] {
  const marks: JsonObject[] = []
  const blocks = content.flatMap((part) => {
    if (part.kind === 'audio') {
      loss.drop('messages.audio')
      return []
    }
    marks.push(...shared.point(part.cacheControl))
    return userBlocks({ ...part, cacheControl: null }, shared, loss)
  })
  const result = {
    toolUseId: shared.call(callId),
    content: blocks.length === 0 ? NOTHING : blocks,
    ...(isError ? { status: 'error' } : {}),
  }
  return [{ toolResult: result }, ...marks.slice(-1)]
}
