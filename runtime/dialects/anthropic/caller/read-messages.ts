// Anthropic's `system` and `messages` in, a neutral conversation out: tools' results stand among the user's blocks there, and are turns here.

import type { JsonObject, Message, ToolMessage, UserPart } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { field, list, nameOthers, needed, refusal } from './fields.ts'
import { blocksIn, partsIn } from './read-blocks.ts'

/** Instructions first, then the turns in their order. Throws a GatewayError that names what cannot be understood. */
export function readMessages(body: JsonObject, loss: Loss): readonly Message[] {
  const names = new Map<string, string>()
  needed(body, 'messages', 'array')
  const turns = list(body, 'messages', 'object').flatMap((turn, position): readonly Message[] => {
    const path = `messages.${position}.`
    const blocks = blocksIn(turn, 'content', path)
    const { role } = turn
    nameOthers(turn, 'messages.', loss)
    if (role === 'user') return userTurns(blocks, `${path}content.`, names, loss)
    if (role === 'system') return [{ role, content: partsIn(blocks, role, `${path}content.`, loss), name: null }]
    if (role !== 'assistant') throw refusal(`${path}role`, '"user", "assistant" or "system"')
    const content = partsIn(blocks, role, `${path}content.`, loss)
    for (const part of content) if (part.kind === 'tool_call') names.set(part.id, part.name)
    return [{ role, content, name: null }]
  })
  const content = partsIn(blocksIn(body, 'system'), 'system', 'system.', loss)
  return content.length === 0 ? turns : [{ role: 'system', content, name: null }, ...turns]
}

/** One message for each result, and one for what stands between them. */
function userTurns(
  blocks: readonly JsonObject[],
  path: string,
  names: ReadonlyMap<string, string>,
  loss: Loss,
): readonly Message[] {
  const turns: Message[] = []
  let said: UserPart[] = []
  for (const block of blocks) {
    if (block.type === 'tool_result') {
      turns.push(resultOf(block, path, names, loss))
      said = []
      continue
    }
    const parts = partsIn([block], 'user', path, loss)
    if (said.length === 0 && parts.length > 0) turns.push({ role: 'user', content: said, name: null })
    said.push(...parts)
  }
  return turns
}

/** A mark on the whole is one on its last part. */
function resultOf(block: JsonObject, path: string, names: ReadonlyMap<string, string>, loss: Loss): ToolMessage {
  nameOthers(block, 'messages.tool_result.', loss)
  const callId = needed(block, 'tool_use_id', 'string', path)
  const content = partsIn(blocksIn(block, 'content', path), 'user', `${path}content.`, loss)
  const cacheControl = field(block, 'cache_control', 'object', path)
  const last = content.pop()
  if (last) content.push({ ...last, cacheControl: last.cacheControl ?? cacheControl })
  else if (cacheControl !== null) loss.drop('cache_control')
  const isError = field(block, 'is_error', 'boolean', path) ?? false
  return { role: 'tool', callId, name: names.get(callId) ?? null, content, isError }
}
