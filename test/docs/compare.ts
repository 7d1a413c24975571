// Comes in: what a page shows of an answer, and the answer. Goes out: where they differ, as sentences: none where the page is right.
// JSON is compared in shape (keys and types, the first of a list for all), text line by line, with … for what differs each time.

/** Where the shapes of two JSON values differ. `isPart`: the page may leave keys out. */
export function shapesDiffer(shown: unknown, real: unknown, isPart: boolean, at = '$'): readonly string[] {
  if (typeOf(shown) !== typeOf(real)) return [`${at} is ${typeOf(real)}, and the page shows ${typeOf(shown)}.`]
  if (Array.isArray(shown) && Array.isArray(real)) {
    if (shown.length === 0) return []
    if (real.length === 0) return [`${at} is empty, and the page shows ${shown.length}.`]
    return shapesDiffer(shown[0], real[0], isPart, `${at}[0]`)
  }
  if (!isMap(shown) || !isMap(real)) return []
  const lacking = Object.keys(shown).flatMap((key) => (key in real ? [] : [`${at}.${key} is not in the answer.`]))
  const unsaid = Object.keys(real).flatMap((key) => (key in shown ? [] : [`${at}.${key} is not on the page.`]))
  const inner = Object.keys(shown).flatMap((key) =>
    key in real ? shapesDiffer(shown[key], real[key], isPart, `${at}.${key}`) : [],
  )
  return [...lacking, ...(isPart ? [] : unsaid), ...inner]
}

/** A pattern for a text with `…` in it: whatever is in its place, over lines where it has one for itself. */
export function textPattern(shown: string): RegExp {
  const lines = shown.trimEnd().split('\n')
  const patterns = lines.map((line) =>
    line.trim() === '…' ? '(?:[^\\n]*\\n)*?[^\\n]*' : line.trimEnd().split('…').map(escaped).join('[^\\n]*'),
  )
  return new RegExp(`^\\s*${patterns.join('[ \\t\\r]*\\n')}\\s*$`)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
