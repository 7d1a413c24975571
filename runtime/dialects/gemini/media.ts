// Images, recordings and documents -> parts: bytes as they are, all else by its address and the type that its name tells.

import type { AudioPart, FilePart, ImagePart, JsonObject } from '../chat.ts'
import type { Loss } from '../dialect.ts'

/** Types that Gemini reads. Source: ai.google.dev, "Image / Audio / Video / Document understanding". */
const TYPES: { readonly [extension: string]: string } = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  pdf: 'application/pdf',
  json: 'application/json',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  xml: 'text/xml',
  mp3: 'audio/mp3',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  mp4: 'video/mp4',
  mov: 'video/mov',
  webm: 'video/webm',
}

const EXTENSION = /\.([a-z\d]+)(?:[?#]|$)/i

/**
 * `inlineData` for bytes, `fileData` for addresses: a URL, or the `uri` of the Files API or of Cloud Storage. An address needs a type,
 * and a URL whose name tells none is taken for the most usual one, JPEG or PDF; the Files API knows the type of what it holds.
 */
export function mediaPart(part: ImagePart | AudioPart | FilePart, loss: Loss): JsonObject {
  if (part.kind === 'audio') return { inlineData: { mimeType: `audio/${part.format}`, data: part.base64 } }
  const { source } = part
  const name = part.kind === 'file' ? part.name : null
  if (name !== null) loss.drop('messages.file.filename')
  if (part.kind === 'image' && part.detail !== null && part.detail !== 'auto') loss.drop('messages.image.detail')
  if (source.kind === 'bytes') return { inlineData: { mimeType: source.mediaType, data: source.base64 } }
  const fileUri = source.kind === 'url' ? source.url : source.id
  const usual = part.kind === 'image' ? 'image/jpeg' : 'application/pdf'
  const mimeType = typeOf(name ?? '') ?? typeOf(fileUri) ?? (source.kind === 'url' ? usual : null)
  return { fileData: mimeType === null ? { fileUri } : { mimeType, fileUri } }
}

function typeOf(name: string): string | null {
  const extension = EXTENSION.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(TYPES, extension) ? (TYPES[extension] ?? null) : null
}
