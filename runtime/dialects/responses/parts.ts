// The content of an item (a string, or a list of parts) in, neutral parts out. Kinds that are not known are dropped by name.
// Source: OpenAI's API reference, "Create a model response", `input`.

import type {
  AssistantPart,
  CacheControl,
  FilePart,
  ImagePart,
  JsonObject,
  Source,
  TextPart,
  UserPart,
} from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { asks, listOf, needed, objectOf, refusal, stringOf } from './fields.ts'

/** What a person or a tool says. */
export function userParts(content: unknown, loss: Loss): readonly UserPart[] {
  return partsOf(content, loss, (part, type) => {
    switch (type) {
      case 'input_image':
        return imagePart(part, loss)
      case 'input_file':
        return filePart(part, loss)
      case 'input_audio': {
        const audio = objectOf(part.input_audio) ?? {}
        return {
          kind: 'audio',
          base64: needed(audio.data, 'input_audio.data'),
          format: needed(audio.format, 'input_audio.format'),
        }
      }
      default:
        return null
    }
  })
}

/** What a system or developer message says: texts only. */
export function systemParts(content: unknown, loss: Loss): readonly TextPart[] {
  return partsOf<TextPart>(content, loss, () => null)
}

/** What the model said. */
export function assistantParts(content: unknown, loss: Loss): readonly AssistantPart[] {
  return partsOf<AssistantPart>(content, loss, (part, type) =>
    type === 'refusal' ? { kind: 'refusal', text: needed(part.refusal, 'refusal') } : null,
  )
}

/** Texts are the same everywhere; `other` reads the rest, and gives null for what has no place here. */
function partsOf<Part>(
  content: unknown,
  loss: Loss,
  other: (part: JsonObject, type: string) => Part | null,
): readonly (Part | TextPart)[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content, cacheControl: null }]
  if (!Array.isArray(content)) throw refusal('"content" of an input item must be a string or a list of parts.')
  return content.flatMap((value) => {
    const part = objectOf(value) ?? {}
    const type = needed(part.type, 'content.type')
    if (type === 'input_text' || type === 'output_text' || type === 'text') return textPart(part, loss)
    const read = other(part, type)
    if (read === null) loss.drop(`messages.${type}`)
    return read ?? []
  })
}

function textPart(part: JsonObject, loss: Loss): TextPart {
  if (listOf(part.annotations).length > 0) loss.drop('messages.annotations')
  return { kind: 'text', text: needed(part.text, 'text'), cacheControl: cacheControlOf(part, loss) }
}

function imagePart(part: JsonObject, loss: Loss): ImagePart {
  const source = urlOf(part.image_url) ?? idOf(part.file_id)
  if (source === null) throw refusal('An "input_image" has neither "image_url" nor "file_id". Send one of them.')
  return { kind: 'image', source, detail: stringOf(part.detail), cacheControl: cacheControlOf(part, loss) }
}

/** `file_data` is a data URL; bare base64 is taken for the one kind of document that every model reads. */
function filePart(part: JsonObject, loss: Loss): FilePart {
  const data = stringOf(part.file_data)
  const bytes: Source | null =
    data === null ? null : (dataOf(data) ?? { kind: 'bytes', mediaType: 'application/pdf', base64: data })
  const source = bytes ?? idOf(part.file_id) ?? urlOf(part.file_url)
  if (source === null)
    throw refusal('An "input_file" has none of "file_data", "file_id" and "file_url". Send one of them.')
  if (asks(part.detail) && part.detail !== 'auto') loss.drop('messages.file.detail')
  return { kind: 'file', source, name: stringOf(part.filename), cacheControl: cacheControlOf(part, loss) }
}

function urlOf(value: unknown): Source | null {
  return typeof value === 'string' ? (dataOf(value) ?? { kind: 'url', url: value }) : null
}

function idOf(value: unknown): Source | null {
  return typeof value === 'string' ? { kind: 'id', id: value } : null
}

/** The bytes of a `data:` URL, without a look at the bytes themselves, which are many. */
function dataOf(url: string): Source | null {
  const comma = url.indexOf(',')
  const [, mediaType] = /^data:([^;,]*)(?:;[^,]*)?;base64$/i.exec(url.slice(0, comma)) ?? []
  return mediaType === undefined ? null : { kind: 'bytes', mediaType, base64: url.slice(comma + 1) }
}

/** Anthropic's mark where a client sends it, or OpenAI's own, which says the same but for how long. */
export function cacheControlOf(part: JsonObject, loss: Loss): CacheControl | null {
  const breakpoint = objectOf(part.prompt_cache_breakpoint)
  if (breakpoint === null) return objectOf(part.cache_control)
  if (asks(breakpoint.ttl)) loss.drop('prompt_cache_breakpoint.ttl')
  return { type: 'ephemeral' }
}
