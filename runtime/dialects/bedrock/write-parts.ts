// Parts of a message -> Converse's content blocks. What no block can say is named. A mark for the prompt cache is a block of its own,
// behind the part that it marks. Source: AWS's API reference, `ContentBlock`.

import type { AssistantPart, JsonObject, Source, UserPart } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { parsedObject, rowOf } from '../loose.ts'
import type { PointOf } from './cache-points.ts'

/** `ImageFormat` and `DocumentFormat`. */
const IMAGES = /^(png|jpeg|gif|webp)$/
const DOCUMENTS = /^(pdf|csv|docx?|xlsx?|html|txt|md)$/
/** What these are called in media types, by the last word of one. */
const FORMATS: { readonly [word: string]: string } = {
  jpg: 'jpeg',
  plain: 'txt',
  markdown: 'md',
  msword: 'doc',
  document: 'docx',
  'ms-excel': 'xls',
  sheet: 'xlsx',
}

/** The blocks of a part: one, one and a cache point, or none. */
export type BlocksOf = (part: UserPart | AssistantPart) => readonly JsonObject[]

/** For one request: the names of its documents are each another one. */
export function blocksWriter(point: PointOf, loss: Loss): BlocksOf {
  const documents = new Set<string>()

  function blockOf(part: UserPart | AssistantPart): JsonObject | null {
    switch (part.kind) {
      case 'text':
      case 'refusal':
        // Bedrock refuses texts of nothing but spaces: with one of them in its history a conversation would be over.
        return part.text.trim() === '' ? null : { text: part.text }
      case 'image': {
        unsaid({ 'messages.image.detail': part.detail === 'auto' ? null : part.detail }, loss)
        const image = bytesOf(part.source, IMAGES, 'messages.image', loss)
        return image && { image }
      }
      case 'audio':
        return { audio: { format: part.format, source: { bytes: part.base64 } } }
      case 'file': {
        const document = bytesOf(part.source, DOCUMENTS, 'messages.file', loss)
        return document && { document: { ...document, name: documentName(part.name ?? '', documents) } }
      }
      case 'reasoning': {
        // Thoughts go back with their signature only: Bedrock refuses others.
        const { text, signature } = part
        if (signature !== null) return { reasoningContent: { reasoningText: { text, signature } } }
        loss.drop('messages.reasoning')
        return null
      }
      case 'redacted_reasoning':
        return { reasoningContent: { redactedContent: part.data } }
      case 'tool_call':
        unsaid({ 'messages.tool_calls.signature': part.signature }, loss)
        return { toolUse: { toolUseId: callId(part.id), name: part.name, input: inputOf(part.arguments) } }
      default:
        return part satisfies never
    }
  }

  return (part) => {
    const block = blockOf(part)
    return block ? [block, ...point('cacheControl' in part ? part.cacheControl : null)] : []
  }
}

/** A call's id as Bedrock takes it: there are providers that make others, like `functions.get_weather:0`. */
export function callId(id: string): string {
  return id.replace(/[^\w-]/g, '_').slice(-64) || '_'
}

/** A document's name as Bedrock takes it. */
function documentName(name: string, taken: Set<string>): string {
  const bare = name.replace(/\.\w{1,5}$/, '').replace(/[^a-zA-Z\d\-()[\]]+/g, ' ')
  let unique = bare.trim().slice(0, 180) || 'document'
  while (taken.has(unique)) unique += ' 2'
  taken.add(unique)
  return unique
}

function bytesOf(source: Source, formats: RegExp, field: string, loss: Loss): JsonObject | null {
  const isBytes = source.kind === 'bytes'
  const word = isBytes ? /([\w-]+)\s*(;|$)/.exec(source.mediaType.toLowerCase())?.[1] : ''
  const format = rowOf(FORMATS, word) ?? word ?? ''
  if (isBytes && formats.test(format)) return { format, source: { bytes: source.base64 } }
  loss.drop(isBytes ? field : `${field}.${source.kind}`)
  return null
}

/** An object whatever the model wrote: one call that broke off must not end a conversation for good. */
function inputOf(json: string): JsonObject {
  return parsedObject(json) ?? (json.trim() === '' ? {} : { arguments: json })
}
