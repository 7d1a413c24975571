// A literal of the YAML -> what of it may be shown. What looks like a key is hidden as diagnostics hide it, and a digest beside
// it tells whether it changed; `withoutDigest` is for people.

import { hidden, mask, secretRanges } from '../diagnostics/secrets.ts'
import type { ShownHeaders } from './behaviour.ts'
import { digest } from './digest.ts'

/** A value, of which a name may say that it is a secret. The same value is always shown the same. */
export function shownValue(name: string, value: string): string {
  const before = `${name}: `
  let shown = ''
  let from = before.length
  for (const [start, end] of secretRanges(`${before}${value}`, true)) {
    if (end <= from) continue
    shown += `${`${before}${value}`.slice(from, Math.max(from, start))}${hidden}`
    from = end
  }
  if (from === before.length) return value
  return `${shown}${`${before}${value}`.slice(from)}${MARK}${digest([SALT, name, value])}`
}

/** The same for headers. */
export function shownHeaders(headers: readonly (readonly [name: string, value: string])[]): ShownHeaders {
  return Object.fromEntries(headers.map(([name, value]) => [name, shownValue(name, value)]))
}

/** The same for an address: a name and password in it, and keys among its parameters. */
export function shownUrl(url: string): string {
  const masked = mask(url)
  const query = masked.indexOf('?')
  const shown = query === -1 ? masked : masked.slice(0, query + 1) + masked.slice(query + 1).replace(PARAMETER, hide)
  return shown === url ? url : `${shown}${MARK}${digest([SALT, url])}`
}

/** A shown text without the digests in it. */
export function withoutDigest(text: string): string {
  return text.replace(DIGEST, '')
}

function hide(whole: string, name: string, value: string): string {
  return secretRanges(`${name}=${value}`, true).length === 0 ? whole : `${name}=${hidden}`
}

const PARAMETER = /([^=&]+)=([^&]*)/g
const MARK = ' #'
const DIGEST = new RegExp(`(?<=${hidden}.*)${MARK}[0-9a-f]{12}`, 'g')
const SALT = 'gatewright'
