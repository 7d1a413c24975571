// The hosted service's OpenTelemetry collectors. What they are sent for a key is a secret here.

import { problemOf } from '../../2-check/addresses.ts'
import { isWritable, slugOf } from '../draft/values.ts'
import type { Draft, SecretReference } from '../imported.ts'
import { at, entriesIn, itemsIn, textAt } from '../source/fields.ts'
import { carried, type Field, leftOut, type Notes } from '../source/notes.ts'
import { secretFor } from '../source/secrets.ts'

/** Puts collectors into the gateway, five at most. */
export function collectors(notes: Notes, list: Field | null, draft: Draft): void {
  const made = itemsIn(list).flatMap((item, index) => {
    const url = textAt(notes, item, 'url')
    if (url === null || index >= 5 || !isPlain(url[0])) {
      leftOut(
        notes,
        item,
        'A collector has an https address with neither a key nor a query in it, and there are five at most.',
      )
      return []
    }
    carried(notes, url[1], 'otel')
    const headers = headersOf(notes, item)
    const type = textAt(notes, item, 'content_type')
    if (type !== null && ['json', 'protobuf'].includes(type[0])) carried(notes, type[1], 'otel')
    else if (type !== null) leftOut(notes, type[1], 'Spans are written as JSON or protobuf.')
    const isBinary = type?.[0] === 'protobuf'
    return [
      { url: url[0], ...(headers.size === 0 ? {} : { headers }), ...(isBinary ? { content_type: 'protobuf' } : {}) },
    ]
  })
  if (made.length > 0) draft.otel = made
}

function isPlain(url: string): boolean {
  return problemOf(url) === null && isWritable(url) && /^https:\/\/[^?#@]+$/.test(url)
}

// Any of them may hold a key: all are secrets.
function headersOf(notes: Notes, item: Field): Map<string, SecretReference> {
  const headers = new Map<string, SecretReference>()
  const all = entriesIn(notes, at(notes, item, 'headers'))
  const authorization = textAt(notes, item, 'authorization')
  const given = authorization === null ? all : [...all, ['authorization', authorization[1]] as const]
  for (const [name, field] of given) {
    const lower = name.toLowerCase()
    if (!/^[a-z0-9][a-z0-9_-]{0,60}$/.test(lower) || headers.has(lower) || headers.size === 20 || taken.test(lower)) {
      leftOut(notes, field, 'This is no header that a collector can be sent here.')
      continue
    }
    const wanted = `OTEL_${slugOf(lower).replaceAll('-', '_').toUpperCase()}`
    headers.set(lower, { secret: secretFor(notes, field, wanted, 'otel') })
  }
  return headers
}

const taken =
  /^(connection|content-.*|expect|forwarded|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|via|cf-.*|cdn-loop|cookie|true-client-ip|x-forwarded-.*|x-real-ip)$/
