// Neutral parts in, the content of a message out. Marks for the cache are kept where the model's family has a field for them, and dropped by
// name elsewhere. Source: OpenAI's API reference, Chat Completions, "messages".

import type { CacheControl, JsonObject, Source, TextPart, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import type { Family } from './families.ts'
import { stated } from './fields.ts'

/** A text where there is nothing but texts without marks, else a list: of all servers the fewest take a list where a text would do. */
export function writeTexts(parts: readonly TextPart[], separator: string, family: Family, loss: Loss): unknown {
  const written = parts.map((part) => ({ type: 'text', text: part.text, ...markOf(part.cacheControl, family, loss) }))
  const isPlain = written.every((part) => Object.keys(part).length === 2)
  return isPlain ? parts.map(({ text }) => text).join(separator) : written
}

/** One plain text as such, anything else as a list. */
export function writeContent(parts: readonly UserPart[], family: Family, loss: Loss): unknown {
  const [first, ...others] = parts
  if (first === undefined) return ''
  if (first.kind === 'text' && others.length === 0) return writeTexts([first], '', family, loss)
  const written = writeParts(parts, family, loss)
  return written.length === 0 ? '' : written
}

/** Without the parts whose source this API cannot name. */
export function writeParts(parts: readonly UserPart[], family: Family, loss: Loss): readonly JsonObject[] {
  return parts.map((part) => writePart(part, family, loss)).filter((part) => part !== null)
}

function writePart(part: UserPart, family: Family, loss: Loss): JsonObject | null {
  if (part.kind === 'audio') return { type: 'input_audio', input_audio: { data: part.base64, format: part.format } }
  const mark = markOf(part.cacheControl, family, loss)
  if (part.kind === 'text') return { type: 'text', text: part.text, ...mark }
  const url = urlOf(part.source)
  if (part.kind === 'image') {
    if (url !== null) return { type: 'image_url', image_url: stated({ url, detail: part.detail }), ...mark }
    loss.drop('messages.image.file_id')
    return null
  }
  const { source, name } = part
  if (source.kind === 'id') return { type: 'file', file: stated({ file_id: source.id, filename: name }), ...mark }
  if (source.kind === 'bytes')
    return { type: 'file', file: { filename: name ?? nameOf(source.mediaType), file_data: url }, ...mark }
  loss.drop('messages.file.url')
  return null
}

/** A breakpoint of OpenAI's own has one lifetime, half an hour at least. */
function markOf(mark: CacheControl | null, { cacheMark }: Family, loss: Loss): JsonObject {
  if (mark === null) return {}
  if (cacheMark === 'cache_control') return { cache_control: mark }
  if (cacheMark === null) loss.drop('cache_control')
  else if (mark.ttl) loss.drop('cache_control.ttl')
  return cacheMark === null ? {} : { [cacheMark]: { mode: 'explicit' } }
}

function urlOf(source: Source): string | null {
  if (source.kind === 'id') return null
  return source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.base64}`
}

/** The API wants a name beside the bytes. */
function nameOf(mediaType: string): string {
  return `document.${mediaType.startsWith('text/') ? 'txt' : (mediaType.split('/')[1] ?? 'pdf')}`
}
