// One neutral part in, one of Anthropic's content blocks out, or none where the API has no word for it, which is named then.
// Source: Anthropic's API reference, "Messages".

import { GatewayError } from '../../../problem.ts'
import type { AssistantPart, JsonObject, Source, UserPart } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { blockOf } from '../blocks.ts'

/** One block or none, with its mark for the prompt cache. */
export function blocksOf(part: UserPart | AssistantPart, loss: Loss): JsonObject[] {
  const block = written(part, loss)
  if (block === null) return []
  return ['cacheControl' in part && part.cacheControl ? { ...block, cache_control: part.cacheControl } : block]
}

/** The API takes ids of letters, digits, `_` and `-`; other providers' have dots and colons. */
export function callId(id: string): string {
  return id.replace(/[^\w-]/g, '_') || '_'
}

/** The API refuses texts of nothing but white space. A thought goes back to the provider that signed it, or to nobody. */
function written(part: UserPart | AssistantPart, loss: Loss): JsonObject | null {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return part.text.trim() ? blockOf(part) : null
    case 'redacted_reasoning':
      return blockOf(part)
    case 'reasoning':
      if (part.signature !== null) return blockOf(part)
      break
    case 'tool_call':
      if (part.signature !== null) loss.drop('messages.tool_calls.signature')
      return blockOf({ ...part, id: callId(part.id) })
    case 'image':
      if ((part.detail ?? 'auto') !== 'auto') loss.drop('messages.image.detail')
      return { type: 'image', source: sourceOf(part.source) }
    case 'file': {
      const { source, name } = part
      if (source.kind === 'bytes' && source.mediaType !== 'application/pdf' && !TEXT.test(source.mediaType)) break
      return { type: 'document', source: sourceOf(source), ...(name === null ? {} : { title: name }) }
    }
  }
  loss.drop(`messages.${part.kind}`)
  return null
}

/** What goes as plain text: the API takes no other documents but PDF. */
const TEXT = /^(?!image).*(?:^text|[/+](?:json|xml|yaml)\b)/

function sourceOf(source: Source): JsonObject {
  if (source.kind === 'url') return { type: 'url', url: source.url }
  if (source.kind === 'id') return { type: 'file', file_id: source.id }
  const { mediaType, base64 } = source
  if (TEXT.test(mediaType)) return { type: 'text', media_type: 'text/plain', data: decoded(base64) }
  return { type: 'base64', media_type: mediaType, data: base64 }
}

function decoded(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)))
  } catch {
    throw new GatewayError('invalidRequest', 'A file in "messages" is no base64. Encode its bytes as base64.')
  }
}
