// Images, recordings and documents -> parts: bytes as they are, all else by its address and the type that its name tells.

import type { AudioPart, FilePart, ImagePart, JsonObject } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { rowOf } from '../loose.ts'

/** Types that Gemini reads. Source: ai.google.dev, "Image / Audio / Video / Document understanding". */
const TYPES =
  'image/png image/jpeg image/webp image/gif image/heic image/heif application/pdf application/json text/plain text/markdown text/csv text/html text/xml audio/mp3 audio/wav audio/ogg audio/flac video/mp4 video/mov video/webm'

/** Names that are short for a type's. */
const SHORT = { jpg: 'jpeg', txt: 'plain', md: 'markdown' }

/**
 * `inlineData` for bytes, `fileData` for addresses: a URL, or the `uri` of the Files API or of Cloud Storage. An address needs a type,
 * and a URL whose name tells none is taken for the most usual one, JPEG or PDF; the Files API knows the type of what it holds.
 */
export function mediaPart(part: ImagePart | AudioPart | FilePart, loss: Loss): JsonObject {
  if (part.kind === 'audio') return { inlineData: { mimeType: `audio/${part.format}`, data: part.base64 } }
  const { source } = part
  const name = part.kind === 'file' ? part.name : null
  const detail = part.kind === 'image' && part.detail !== 'auto' ? part.detail : null
  unsaid({ 'messages.file.filename': name, 'messages.image.detail': detail }, loss)
  if (source.kind === 'bytes') return { inlineData: { mimeType: source.mediaType, data: source.base64 } }
  const isUrl = source.kind === 'url'
  const fileUri = isUrl ? source.url : source.id
  const usual = part.kind === 'image' ? 'image/jpeg' : 'application/pdf'
  const mimeType = typeOf(name ?? '') ?? typeOf(fileUri) ?? (isUrl ? usual : null)
  return { fileData: mimeType === null ? { fileUri } : { mimeType, fileUri } }
}

function typeOf(name: string): string | undefined {
  const extension = /\.(\w+)(?:[?#]|$)/.exec(name)?.[1]?.toLowerCase()
  return TYPES.split(' ').find((type) => type.endsWith(`/${rowOf(SHORT, extension) ?? extension}`))
}
