// Parts of a message -> Converse's content blocks. What no block can say is named. A mark for the prompt cache is a block of its own,
// behind the part that it marks. Source: AWS's API reference, `ContentBlock`.

import { parseExactly } from '../../json.ts'
import type { AssistantPart, JsonObject, Source, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import type { PointOf } from './cache-points.ts'

/** `ImageFormat` and `DocumentFormat`, by media type. */
const IMAGES: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/jpg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
])
const DOCUMENTS: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['text/csv', 'csv'],
  ['application/msword', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.ms-excel', 'xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['text/html', 'html'],
  ['text/plain', 'txt'],
  ['text/markdown', 'md'],
])

/** What a request's blocks share: ids and names must be unique in it, and of few characters; which marks are taken is the model's. */
export interface Shared {
  /** A call's id as Bedrock takes it. */
  readonly call: (id: string) => string
  /** A document's name as Bedrock takes it, another one each time. */
  readonly document: (name: string | null) => string
  /** The block behind one that is marked for the cache. */
  readonly point: PointOf
}

/** For one request. */
export function sharedIn(point: PointOf): Shared {
  const calls = new Map<string, string>()
  const documents = new Set<string>()
  return {
    point,
    call(id) {
      // Others than these ids are refused, and there are providers that make them: `functions.get_weather:0`.
      const known = calls.get(id) ?? (/^[\w-]{1,64}$/.test(id) ? id : `call_of_another_provider_${calls.size}`)
      calls.set(id, known)
      return known
    },
    document(name) {
      const bare =
        (name ?? '')
          .replace(/\.\w{1,5}$/, '')
          .replace(/[^a-zA-Z0-9\-()[\]]+/g, ' ')
          .trim()
          .slice(0, 180) || 'document'
      let unique = bare
      for (let count = 2; documents.has(unique); count++) unique = `${bare} ${count}`
      documents.add(unique)
      return unique
    },
  }
}

/** `[block]`, `[block, cachePoint]`, or nothing. Also what a tool's result may hold, but for audio and marks. */
export function userBlocks(part: UserPart, shared: Shared, loss: Loss): readonly JsonObject[] {
  const block = userBlock(part, shared, loss)
  return block === null ? [] : [block, ...shared.point('cacheControl' in part ? part.cacheControl : null)]
}

function userBlock(part: UserPart, shared: Shared, loss: Loss): JsonObject | null {
  switch (part.kind) {
    case 'text':
      return textBlock(part.text)
    case 'image': {
      if (part.detail !== null && part.detail !== 'auto') loss.drop('messages.image.detail')
      const image = bytesOf(part.source, IMAGES, 'messages.image', loss)
      return image && { image }
    }
    case 'audio':
      return { audio: { format: part.format, source: { bytes: part.base64 } } }
    case 'file': {
      const document = bytesOf(part.source, DOCUMENTS, 'messages.file', loss)
      return document && { document: { ...document, name: shared.document(part.name) } }
    }
    default:
      return part satisfies never
  }
}

/** Bedrock refuses texts of nothing but spaces, which say nothing: with one of them in its history a conversation would be over. */
function textBlock(text: string): JsonObject | null {
  return text.trim() === '' ? null : { text }
}

function bytesOf(source: Source, formats: ReadonlyMap<string, string>, field: string, loss: Loss): JsonObject | null {
  if (source.kind !== 'bytes') {
    loss.drop(`${field}.${source.kind}`)
    return null
  }
  const format = formats.get(source.mediaType.toLowerCase().replace(/;.*/s, '').trim())
  if (format !== undefined) return { format, source: { bytes: source.base64 } }
  loss.drop(field)
  return null
}

/** A refusal is text in Converse. Thoughts go back with their signature only: Bedrock refuses others. */
export function assistantBlocks(part: AssistantPart, shared: Shared, loss: Loss): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
    case 'refusal': {
      const block = textBlock(part.text)
      return block === null ? [] : [block, ...shared.point('cacheControl' in part ? part.cacheControl : null)]
    }
    case 'reasoning': {
      const { text, signature } = part
      if (signature !== null) return [{ reasoningContent: { reasoningText: { text, signature } } }]
      loss.drop('messages.reasoning')
      return []
    }
    case 'redacted_reasoning':
      return [{ reasoningContent: { redactedContent: part.data } }]
    case 'tool_call': {
      if (part.signature !== null) loss.drop('messages.tool_calls.signature')
      const toolUse = { toolUseId: shared.call(part.id), name: part.name, input: inputOf(part.arguments) }
      return [{ toolUse }, ...shared.point(part.cacheControl)]
    }
    default:
      return part satisfies never
  }
}

/** An object whatever the model wrote: one call that broke off must not end a conversation for good. */
function inputOf(json: string): unknown {
  if (json.trim() === '') return {}
  try {
    const input = parseExactly(json)
    // A number that was kept as it is would be an object too.
    if (json.trimStart().startsWith('{')) return input
  } catch {}
  return { arguments: json }
}
