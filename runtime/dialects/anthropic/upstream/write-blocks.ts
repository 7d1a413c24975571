// One neutral part in, one of Anthropic's content blocks out, or none where the API has no word for it, which is named then.
// Source: Anthropic's API reference, "Messages".

import { GatewayError } from '../../../problem.ts'
import type { AssistantPart, CacheControl, FilePart, JsonObject, Source, UserPart } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { inputOf } from '../input.ts'

/** A part of a question, of a tool's result, or of the instructions. */
export function inputBlock(part: UserPart, loss: Loss): JsonObject | null {
  switch (part.kind) {
    case 'text':
      return textBlock(part.text, part.cacheControl)
    case 'image':
      if (part.detail !== null && part.detail !== 'auto') loss.drop('messages.image.detail')
      return marked({ type: 'image', source: sourceOf(part.source) }, part.cacheControl)
    case 'file':
      return fileBlock(part, loss)
    case 'audio':
      loss.drop('messages.audio')
      return null
    default:
      return part satisfies never
  }
}

/** A part of what the model said. A thought goes back to the provider that signed it, or to nobody. */
export function outputBlock(part: AssistantPart, loss: Loss): JsonObject | null {
  switch (part.kind) {
    case 'text':
      return textBlock(part.text, part.cacheControl)
    case 'refusal':
      return textBlock(part.text, null)
    case 'reasoning':
      if (part.signature !== null) return { type: 'thinking', thinking: part.text, signature: part.signature }
      loss.drop('messages.reasoning')
      return null
    case 'redacted_reasoning':
      return { type: 'redacted_thinking', data: part.data }
    case 'tool_call':
      if (part.signature !== null) loss.drop('messages.tool_calls.signature')
      return marked(
        { type: 'tool_use', id: callId(part.id), name: part.name, input: inputOf(part.arguments) },
        part.cacheControl,
      )
    default:
      return part satisfies never
  }
}

/** The API takes ids of letters, digits, `_` and `-`; other providers' have dots and colons. */
export function callId(id: string): string {
  return id.replace(/[^\w-]/g, '_') || '_'
}

/** The API refuses texts of nothing but white space. */
function textBlock(text: string, cacheControl: CacheControl | null): JsonObject | null {
  return text.trim() === '' ? null : marked({ type: 'text', text }, cacheControl)
}

/** Documents are PDF or plain text. */
function fileBlock({ source, name, cacheControl }: FilePart, loss: Loss): JsonObject | null {
  if (source.kind === 'bytes' && source.mediaType.startsWith('image/')) {
    return marked({ type: 'image', source: sourceOf(source) }, cacheControl)
  }
  const isText = source.kind === 'bytes' && /^text\/|[/+](?:json|xml|yaml)\b/.test(source.mediaType)
  if (source.kind === 'bytes' && !isText && source.mediaType !== 'application/pdf') {
    loss.drop('messages.file')
    return null
  }
  const written = isText ? { type: 'text', media_type: 'text/plain', data: decoded(source.base64) } : sourceOf(source)
  return marked({ type: 'document', source: written, ...(name === null ? {} : { title: name }) }, cacheControl)
}

function sourceOf(source: Source): JsonObject {
  switch (source.kind) {
    case 'url':
      return { type: 'url', url: source.url }
    case 'bytes':
      return { type: 'base64', media_type: source.mediaType, data: source.base64 }
    case 'id':
      return { type: 'file', file_id: source.id }
    default:
      return source satisfies never
  }
}

function decoded(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)))
  } catch {
    throw new GatewayError('invalidRequest', 'A file in "messages" is no base64. Encode its bytes as base64.')
  }
}

function marked(block: JsonObject, cacheControl: CacheControl | null): JsonObject {
  return cacheControl === null ? block : { ...block, cache_control: cacheControl }
}
