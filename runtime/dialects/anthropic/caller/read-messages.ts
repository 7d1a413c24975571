// Anthropic's `system` and `messages` in, a neutral conversation out: tools' results stand among the user's blocks there, and are turns here.

import type { JsonObject, Message, ToolMessage, UserPart } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { field, nameOthers, needed, objects, refusal } from './fields.ts'
import { blocksIn, cacheControlOf, inputParts, marked, outputParts, textsOf } from './read-blocks.ts'

/** Instructions first, then the turns in their order. Throws a GatewayError that names what cannot be understood. */
export function readMessages(body: JsonObject, loss: Loss): readonly Message[] {
  const system = textsOf(blocksIn(body, 'system', 'system'), 'system', loss)
  const names = new Map<string, string>()
  const turns = objects(needed(body, 'messages', 'array'), 'messages').flatMap((turn, position) => {
    const path = `messages.${position}.content`
    const blocks = blocksIn(turn, 'content', path)
    nameOthers(turn, ['role', 'content'], 'messages.', loss)
    switch (turn.role) {
      case 'user':
        return userTurns(blocks, path, names, loss)
      case 'system':
        return [{ role: 'system', content: textsOf(blocks, path, loss), name: null } as const]
      case 'assistant': {
        const content = outputParts(blocks, path, loss)
        for (const part of content) if (part.kind === 'tool_call') names.set(part.id, part.name)
        return [{ role: 'assistant', content, name: null } as const]
      }
      default:
        throw refusal(`messages.${position}.role`, 'takes "user", "assistant" or "system"')
    }
  })
  return system.length === 0 ? turns : [{ role: 'system', content: system, name: null }, ...turns]
}

/** One message for each result, and one for what stands between them. */
function userTurns(
  blocks: readonly JsonObject[],
  path: string,
  names: ReadonlyMap<string, string>,
  loss: Loss,
): readonly Message[] {
  const turns: Message[] = []
  let said: UserPart[] | null = null
  for (const block of blocks) {
    if (block.type === 'tool_result') {
      turns.push(resultOf(block, path, names, loss))
      said = null
      continue
    }
    const parts = inputParts(block, path, loss)
    if (said === null && parts.length > 0) {
      said = []
      turns.push({ role: 'user', content: said, name: null })
    }
    said?.push(...parts)
  }
  return turns
}

function resultOf(block: JsonObject, path: string, names: ReadonlyMap<string, string>, loss: Loss): ToolMessage {
  nameOthers(block, ['type', 'tool_use_id', 'content', 'is_error', 'cache_control'], 'messages.tool_result.', loss)
  const callId = needed(block, 'tool_use_id', 'string', `${path}.tool_use_id`)
  const parts = blocksIn(block, 'content', `${path}.content`).flatMap((it) => inputParts(it, path, loss))
  const last = parts.at(-1)
  const cacheControl = cacheControlOf(block, path)
  if (cacheControl !== null && last === undefined) loss.drop('cache_control')
  return {
    role: 'tool',
    callId,
    name: names.get(callId) ?? null,
    content: last === undefined ? [] : [...parts.slice(0, -1), marked(last, cacheControl, loss)],
    isError: field(block, 'is_error', 'boolean', `${path}.is_error`) ?? false,
  }
}
