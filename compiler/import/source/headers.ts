// Headers that the source would send. Only those are written down that are known to hold no credential: of any other value
// nobody can tell.

import { looksRandom } from '../../diagnostics/secrets.ts'
import { isWritable } from '../draft/values.ts'
import { entriesIn, textIn } from './fields.ts'
import { carried, type Field, leftOut, type Notes } from './notes.ts'
import { variableIn } from './secrets.ts'

/** Headers that are known to hold no credential. In any other there may be one that nothing tells from a word. */
const harmless: ReadonlySet<string> = new Set([
  'anthropic-beta',
  'anthropic-version',
  'http-referer',
  'openai-beta',
  'openai-organization',
  'openai-project',
  'user-agent',
  'x-title',
])

/** The headers of a map that can be sent as they are; each other one is left out with a word. */
export function headersIn(notes: Notes, field: Field | null, became: string): { [name: string]: string } {
  const headers: { [name: string]: string } = Object.create(null)
  for (const [name, entry] of entriesIn(notes, field)) {
    const text = textIn(entry)
    const problem = text === null ? 'This is no text.' : problemOf(name, text)
    const isTwice = Object.keys(headers).some((known) => known.toLowerCase() === name.toLowerCase())
    if (text === null || problem !== null || isTwice) leftOut(notes, entry, problem ?? 'This header is there already.')
    else {
      headers[name] = text
      carried(notes, entry, became)
    }
  }
  return headers
}

/** Why a header cannot stand in the YAML; `null`: it can. */
export function problemOf(name: string, value: string): string | null {
  if (variableIn(value) !== null) return 'Headers hold plain values here: no variable can be named in one.'
  if (!harmless.has(name.toLowerCase()) || looksRandom(value) || !isWritable(value)) {
    return 'It may hold a credential, and those are no headers here. A plain one can be added under `headers`.'
  }
  const isSent = /^[\x20-\x7e]{1,2000}$/.test(value) && value.trim() === value
  return isSent ? null : 'The value is none that a header can have here.'
}
