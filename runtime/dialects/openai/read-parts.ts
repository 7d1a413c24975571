// The content of a request's message in, its parts out: a text, or a list of parts, in the words of Chat Completions or of the Responses API. What is
// no part of ours is dropped by name. Source: OpenAI's API reference, Chat Completions, "messages"; Responses, `input`.

import type { JsonObject, Source, TextPart, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { filled, isObject, objectOf, textOf } from '../loose.ts'
import { cacheMarkOf, isText, readText } from './read-words.ts'
import { asks, fieldsOf, wantedObjects, wrong } from './wanted.ts'

/** What a person or a tool says; empty texts are nothing. Throws a GatewayError for what is neither text nor list. */
export function readContent(content: unknown, field: string, loss: Loss): readonly UserPart[] {
  if (typeof content === 'string') return readText({ text: content })
  return wantedObjects(field, content, 'a text or a list').flatMap((part) => readPart(part, field, loss))
}

/** The texts among them, for what can hold nothing else. */
export function textsIn(parts: readonly UserPart[], loss: Loss): readonly TextPart[] {
  return parts.filter((part) => {
    if (part.kind !== 'text') loss.drop(`messages.${part.kind}`)
    return part.kind === 'text'
  })
}

/** A mark on a message is one on the last of its parts that can hold it. */
export function marked<Part extends { readonly kind: string }>(
  parts: readonly Part[],
  message: JsonObject,
  loss: Loss,
): readonly Part[] {
  const cacheControl = cacheMarkOf(message)
  if (cacheControl === null) return parts
  const last = parts.findLastIndex((part) => 'cacheControl' in part)
  if (last < 0) loss.drop('cache_control')
  return parts.map((part, position) => (position === last ? { ...part, cacheControl } : part))
}

function readPart(part: JsonObject, field: string, loss: Loss): readonly UserPart[] {
  const { type, input_audio, image_url, file } = part
  const cacheControl = cacheMarkOf(part)
  if (isText(type)) return readText(part)
  switch (type) {
    case 'image_url':
    case 'input_image': {
      const { url, file_id, detail } = isObject(image_url) ? image_url : { ...part, url: image_url }
      return [{ kind: 'image', source: sourceOf(url, file_id, field), detail: textOf(detail), cacheControl }]
    }
    case 'input_audio': {
      const { need } = fieldsOf(objectOf(input_audio), `${field}.input_audio.`)
      return [{ kind: 'audio', base64: need('data', 'string'), format: need('format', 'string') }]
    }
    case 'file':
    case 'input_file': {
      const { file_data, file_url, file_id, filename, detail } = isObject(file) ? file : part
      if (asks(detail)) loss.drop('messages.file.detail')
      const source = sourceOf(urlIn(file_data) ?? file_url, file_id, field)
      return [{ kind: 'file', source, name: filled(filename), cacheControl }]
    }
    default:
      loss.drop(`messages.${type}`)
      return []
  }
}

/** File data is a data URL; bare base64 was a PDF when it was all that the API took. OpenRouter takes a URL there too. */
function urlIn(data: unknown): string | null {
  const text = filled(data)
  return text === null || /^(?:https?|data):/i.test(text) ? text : `data:application/pdf;base64,${text}`
}

/** A data URL in base64 is taken apart, without a look at the bytes themselves, which are many. */
function sourceOf(url: unknown, fileId: unknown, field: string): Source {
  const id = filled(fileId)
  if (id !== null) return { kind: 'id', id }
  if (typeof url !== 'string') throw wrong(field, 'made of parts with an address, data or a file id')
  const comma = url.indexOf(',')
  const [, mediaType] = /^data:([^;,]*)(?:;[^,]*)?;base64$/i.exec(url.slice(0, comma)) ?? []
  return mediaType === undefined ? { kind: 'url', url } : { kind: 'bytes', mediaType, base64: url.slice(comma + 1) }
}
