// Knows what keys look like, so that none is ever shown: given a text it finds the stretches that hold one.
// Over-eager on purpose: hiding a harmless word costs a glance, showing a key costs the key. Linear in the text's length.

/** What stands where a secret stood, whatever its length. */
export const hidden = '••••'

/** A stretch of a text, `[start, end)`. */
export type Range = readonly [start: number, end: number]

// A prefix must not continue a word: `task-force-one` is no key of the sk- kind.
const start = '(?<![A-Za-z0-9])'

/** Formats that nothing but a key has. */
const certain = [
  `${start}AIza[\\w-]{16,}`, // Google
  `${start}ya29\\.[\\w.-]{8,}`, // Google, an access token
  `${start}(?:AKIA|ASIA)[A-Z0-9]{12,}`, // AWS, a key's id
  `${start}[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9a-f]{16,}`, // Fal, id:secret
  `${start}eyJ[\\w-]{8,}(?:\\.[\\w-]*){0,2}`, // a JWT, base64 of JSON
  '-----BEGIN [A-Z ]*PRIVATE KEY[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)',
]

/** Formats that words may have too: `key-value-store`, `Bearer authentication`. They count when they hold a digit or are long. */
const likely = [
  `${start}(?:sk|gsk|hf|r8|fw|xai|pplx|csk|nvapi|key|ghp|gho|ghs|github_pat|glpat|xox[abps])[-_]([\\w-]{8,})`,
  `${start}ABSK([\\w+/=-]{20,})`, // Bedrock
  `${start}(?:Bearer|Token|Key|Basic|Api-Key)[ \\t]+([\\w+/=.~:-]{8,})`,
]

const formats = new RegExp([...certain, ...likely].join('|'), 'g')
/** `sk-` and the like, and what must follow: nothing shorter is a key by its format, and most of what is looked at is shorter. */
const SHORTEST_KEY = 11
const userInfo = /(?<=[A-Za-z][A-Za-z0-9+.-]*:\/\/)[^\s"']{1,200}(?=@)/g
const assigned =
  /(?:key|token|password|passwd|authorization|credentials?|cookie)["']?[ \t]*[:=][ \t]*(?:[!&]\S*[ \t]+)*["']?([^\s"'{}[\],#!&*|>][^\n"'}\],]*)/gi
const word = /[A-Za-z0-9+/_=-]{20,}/g

/** Whether a value is, or holds, a key by its format. */
export function holdsKey(value: string): boolean {
  return formatRanges(value).length > 0
}

/** The stretches of a text that are keys by their format alone, and names with passwords in addresses. */
function keyRanges(text: string): readonly Range[] {
  return join([...formatRanges(text), ...[...text.matchAll(userInfo)].map(whole)])
}

function formatRanges(text: string): readonly Range[] {
  if (text.length < SHORTEST_KEY) return []
  const found: Range[] = []
  for (const match of text.matchAll(formats)) {
    const body = match.slice(1).find((group) => group !== undefined)
    if (body === undefined || /\d/.test(body) || body.length >= 32) found.push(whole(match))
  }
  return found
}

/** The stretches of a source text that must not be shown. `thorough` also hides whatever looks random. */
export function secretRanges(text: string, thorough: boolean): readonly Range[] {
  const found = [...keyRanges(text)]
  for (const match of text.matchAll(assigned)) {
    const value = match[1] ?? ''
    const start = match.index + match[0].length - value.length
    if (!isReference(value.trimEnd())) found.push([start, start + value.trimEnd().length])
  }
  if (thorough) for (const match of text.matchAll(word)) if (looksRandom(match[0])) found.push(whole(match))
  return join(found)
}

/** A sentence with every key in it hidden. */
export function mask(text: string): string {
  let shown = ''
  let from = 0
  for (const [begin, end] of keyRanges(text)) {
    shown += text.slice(from, begin) + hidden
    from = end
  }
  return shown + text.slice(from)
}

/** Whether a value is a name as variables have it: `OPENAI_API_KEY`, `$OPENAI_API_KEY`, `${OPENAI_API_KEY}`. */
export function isReference(value: string): boolean {
  return /^(\$\{)?\$?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\}?$/.test(value) && !looksRandom(value)
}

/** Whether a value looks drawn by lot rather than named by a person: long, with letters and digits taking turns. */
export function looksRandom(value: string): boolean {
  if (value.length < 20 || !/^[\w+/=.:~-]+$/.test(value)) return false
  let turns = 0
  for (let at = 1; at < value.length; at++) {
    const [left, right] = [kindOf(value.charCodeAt(at - 1)), kindOf(value.charCodeAt(at))]
    if (left !== 'other' && right !== 'other' && left !== right) turns += 1
  }
  return turns >= value.length / 5
}

/** Sorted ranges in which neighbours that touch are one. */
export function join(ranges: readonly Range[]): readonly Range[] {
  const joined: Range[] = []
  for (const range of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last !== undefined && range[0] <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], range[1])]
    else joined.push(range)
  }
  return joined
}

function whole(match: RegExpExecArray): Range {
  return [match.index, match.index + match[0].length]
}

function kindOf(code: number): 'digit' | 'upper' | 'lower' | 'other' {
  if (code >= 48 && code <= 57) return 'digit'
  if (code >= 65 && code <= 90) return 'upper'
  return code >= 97 && code <= 122 ? 'lower' : 'other'
}
