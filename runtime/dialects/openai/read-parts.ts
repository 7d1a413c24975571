// The content of a system, user or tool message in, its parts out: a text, or a list of parts. What is no part of ours is dropped by
// name. Source: OpenAI's API reference, Chat Completions, "messages".

import type { FilePart, ImagePart, JsonObject, Source, TextPart, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { objectOf, textOf } from './fields.ts'
import { cacheMarkOf, marked } from './read-cache-mark.ts'
import { wantedObjects, wrong } from './wanted.ts'

const DATA_URL = /^data:([^,]*?);base64,/i

/** The parts of a message's content; empty texts are none. Throws a GatewayError for what is neither text nor list. */
export function readContent(message: JsonObject, field: string, loss: Loss): readonly UserPart[] {
  const parts = partsOf(message.content, `${field}.content`).flatMap((part) => readPart(part, loss) ?? [])
  const mark = cacheMarkOf(message)
  if (mark === null) return parts
  const withMark = marked(parts, mark)
  if (withMark === null) loss.drop('cache_control')
  return withMark ?? parts
}

/** The texts of what can hold nothing else. */
export function readTexts(message: JsonObject, field: string, loss: Loss): readonly TextPart[] {
  return readContent(message, field, loss).flatMap((part) => {
    if (part.kind === 'text') return part
    loss.drop(`messages.${part.kind}`)
    return []
  })
}

function partsOf(content: unknown, field: string): readonly JsonObject[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  if (content !== null && content !== undefined && !Array.isArray(content)) throw wrong(field, 'a text or a list')
  return wantedObjects(field, content)
}

function readPart(part: JsonObject, loss: Loss): UserPart | null {
  switch (part.type) {
    case 'text': {
      const text = textOf(part.text)
      return text === null ? null : { kind: 'text', text, cacheControl: cacheMarkOf(part) }
    }
    case 'image_url':
      return readImage(part)
    case 'input_audio': {
      const { data, format } = objectOf(part.input_audio) ?? {}
      if (typeof data !== 'string' || typeof format !== 'string') throw wrong('input_audio', 'data and its format')
      return { kind: 'audio', base64: data, format }
    }
    case 'file':
      return readFile(part)
    default:
      loss.drop(`messages.${part.type}`)
      return null
  }
}

/** Some clients write the URL where its object belongs. */
function readImage(part: JsonObject): ImagePart {
  const { url, detail } = objectOf(part.image_url) ?? { url: part.image_url }
  if (typeof url !== 'string') throw wrong('image_url.url', 'a text')
  return { kind: 'image', source: sourceOf(url), detail: textOf(detail), cacheControl: cacheMarkOf(part) }
}

/** File data is a data URL; bare base64 was a PDF when it was all that the API took. OpenRouter takes a URL there too. */
function readFile(part: JsonObject): FilePart {
  const { file_data, file_id, filename } = objectOf(part.file) ?? {}
  const [data, id] = [textOf(file_data), textOf(file_id)]
  const common = { kind: 'file', name: textOf(filename), cacheControl: cacheMarkOf(part) } as const
  if (id !== null) return { ...common, source: { kind: 'id', id } }
  if (data === null) throw wrong('file', 'an object with file_data or file_id')
  const isUrl = /^(?:https?|data):/i.test(data)
  return { ...common, source: isUrl ? sourceOf(data) : { kind: 'bytes', mediaType: 'application/pdf', base64: data } }
}

/** A data URL in base64 is taken apart. */
function sourceOf(url: string): Source {
  const [prefix, mediaType] = DATA_URL.exec(url) ?? []
  if (prefix === undefined || mediaType === undefined) return { kind: 'url', url }
  return { kind: 'bytes', mediaType, base64: url.slice(prefix.length) }
}
