// From bytes to text: UTF-8 and nothing else, a byte order mark dropped, no control characters, of bearable size.

import { diagnose } from '../diagnostics/catalog.ts'
import type { Findings } from '../diagnostics/diagnostic.ts'
import { fileSpan } from './name.ts'

/** The most bytes a file may have. */
export const sizeLimitBytes = 1024 * 1024

/** The text, and one diagnostic where it must not be read on. A file too large or not UTF-8 gives an empty text. */
export function decode(path: string, bytes: Uint8Array): Findings<string> {
  if (bytes.byteLength > sizeLimitBytes) {
    const parameters = { amount: bytes.byteLength, limit: sizeLimitBytes, unit: 'byte' } as const
    return { value: '', diagnostics: [diagnose('file-too-large', parameters, fileSpan(path))] }
  }
  const text = utf8(bytes)
  if (text === null) {
    return { value: '', diagnostics: [diagnose('not-utf8', { guess: guess(bytes) }, fileSpan(path))] }
  }
  const at = text.search(controls)
  if (at === -1) return { value: text, diagnostics: [] }
  const character = `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return {
    value: text,
    diagnostics: [diagnose('control-character', { character }, { file: path, start: at, end: at + 1 })],
  }
}

// YAML 1.2, production c-printable: of C0 only tab, line feed and carriage return; DEL and C1 but NEL are out as well.
const controls = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ufffd]/

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function guess(bytes: Uint8Array): string | null {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'UTF-16'
  if (first === 0xfe && second === 0xff) return 'UTF-16'
  // Text in a single-byte encoding has no zeros in it.
  return bytes.includes(0) ? null : 'Latin-1 or Windows-1252'
}
