// Anthropic's `system` and `messages` in, a neutral conversation out: tools' results stand among the user's blocks there, and are turns here.

import type { Message, ToolMessage, UserPart } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { type Fields, field, list, nameRest, needed, refusal } from './fields.ts'
import { blocksIn, partsIn } from './read-blocks.ts'

/** Instructions first, then the turns in their order. Throws a GatewayError that names what cannot be understood. */
export function readMessages(body: Fields, loss: Loss): readonly Message[] {
  const names = new Map<string, string>()
  const messages = needed(body, 'messages', 'array')
  const turns = list({ messages }, 'messages', 'object').flatMap((turn): readonly Message[] => {
    const blocks = blocksIn(turn, 'content')
    const role = needed(turn, 'role', 'string')
    nameRest(turn, 'messages.', loss)
    if (role === 'user') return userTurns(blocks, names, loss)
    if (role === 'system') return [{ role, content: partsIn(blocks, role, loss), name: null }]
    if (role !== 'assistant') throw refusal(turn, 'role', '"user", "assistant" or "system"')
    const content = partsIn(blocks, role, loss)
    for (const part of content) if (part.kind === 'tool_call') names.set(part.id, part.name)
    return [{ role, content, name: null }]
  })
  const content = partsIn(blocksIn(body, 'system'), 'system', loss)
  return content.length === 0 ? turns : [{ role: 'system', content, name: null }, ...turns]
}

/** One message for each result, and one for what stands between them. */
function userTurns(blocks: readonly Fields[], names: ReadonlyMap<string, string>, loss: Loss): readonly Message[] {
  const turns: Message[] = []
  let said: UserPart[] = []
  for (const block of blocks) {
    if (block.type === 'tool_result') {
      turns.push(resultOf(block, names, loss))
      said = []
      continue
    }
    const parts = partsIn([block], 'user', loss)
    if (said.length === 0 && parts.length > 0) turns.push({ role: 'user', content: said, name: null })
    said.push(...parts)
  }
  return turns
}

/** A mark on the whole is one on its last part. */
function resultOf(block: Fields, names: ReadonlyMap<string, string>, loss: Loss): ToolMessage {
  const callId = needed(block, 'tool_use_id', 'string')
  const content = partsIn(blocksIn(block, 'content'), 'user', loss)
  const last = content.pop()
  if (last) content.push({ ...last, cacheControl: last.cacheControl ?? field(block, 'cache_control', 'object') })
  const isError = field(block, 'is_error', 'boolean') ?? false
  block.type = null
  nameRest(block, '', loss)
  return { role: 'tool', callId, name: names.get(callId) ?? null, content, isError }
}
