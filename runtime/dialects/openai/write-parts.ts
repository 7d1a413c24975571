// Neutral parts in, the content of a message out. Marks for the cache are kept where the model's family has a field for them, and dropped by
// name elsewhere. Source: OpenAI's API reference, Chat Completions, "messages".

import type { CacheControl, JsonObject, TextPart, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { present } from '../loose.ts'
import type { Family } from './families.ts'

/** A text where there is nothing but texts without marks, else a list: of all servers the fewest take a list where a text would do. */
export function writeTexts(parts: readonly TextPart[], separator: string, family: Family, loss: Loss): unknown {
  const written = writeParts(parts, family, loss)
  const isPlain = written.every((part) => Object.keys(part).length === 2)
  return isPlain ? parts.map(({ text }) => text).join(separator) : written
}

/** One plain text as such, anything else as a list, without the parts whose source this API cannot name. */
export function writeContent(parts: readonly UserPart[], family: Family, loss: Loss): unknown {
  const [first, second] = parts
  if (first?.kind === 'text' && second === undefined) return writeTexts([first], '', family, loss)
  const written = writeParts(parts, family, loss)
  return written.length === 0 ? '' : written
}

/** The entries of such a list. */
export function writeParts(parts: readonly UserPart[], family: Family, loss: Loss): readonly JsonObject[] {
  return parts.flatMap((part) => {
    const said = writePart(part, loss)
    return said === null
      ? []
      : [{ ...said, ...('cacheControl' in part ? markOf(part.cacheControl, family, loss) : {}) }]
  })
}

function writePart(part: UserPart, loss: Loss): JsonObject | null {
  if (part.kind === 'text') return { type: 'text', text: part.text }
  if (part.kind === 'audio') return { type: 'input_audio', input_audio: { data: part.base64, format: part.format } }
  const { kind, source } = part
  const { url, mediaType, base64, id }: { [name in 'url' | 'mediaType' | 'base64' | 'id']?: string } = source
  if (kind === 'image' && id === undefined) {
    const image_url = present({ url: url ?? `data:${mediaType};base64,${base64}`, detail: part.detail })
    return { type: 'image_url', image_url }
  }
  if (kind === 'file' && url === undefined) {
    const data = { filename: part.name ?? nameOf(mediaType), file_data: `data:${mediaType};base64,${base64}` }
    return { type: 'file', file: id === undefined ? data : present({ file_id: id, filename: part.name }) }
  }
  loss.drop(kind === 'image' ? 'messages.image.file_id' : 'messages.file.url')
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

/** The API wants a name beside the bytes. */
function nameOf(mediaType = ''): string {
  return `document.${mediaType.startsWith('text/') ? 'txt' : (mediaType.split('/')[1] ?? 'pdf')}`
}
