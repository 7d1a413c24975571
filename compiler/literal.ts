// The one way by which anything from the YAML reaches emitted text: as a literal, or as a comment.

/** What ends a line or a string somewhere: everything but printable ASCII. */
const UNPRINTABLE = /[^\x20-\x7e]/g

/** A string literal of JavaScript, in single quotes: printable ASCII whatever the string holds. */
export function text(value: string): string {
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inner.replace(UNPRINTABLE, escaped)}'`
}

/** Plain JSON as JSON: printable ASCII only, object keys in the order they have. */
export function json(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, escaped)
}

/** Plain JSON as a JavaScript expression on one line, as a person would write it. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const properties = Object.entries(value).map(([key, inner]) => `${propertyName(key)}: ${literal(inner)}`)
  return properties.length === 0 ? '{}' : `{ ${properties.join(', ')} }`
}

/** The name of a member of a type: there `__proto__` is a name like any other. */
export function memberName(key: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : text(key)
}

/** `__proto__` is quoted and computed: as a plain key it would set the prototype. */
function propertyName(key: string): string {
  if (key === '__proto__') return "['__proto__']"
  return memberName(key)
}

/** A name that came from outside, made fit for a `//` comment: it cannot end the line. */
export function comment(value: string): string {
  return value.replace(UNPRINTABLE, '?')
}

/** What shows nothing, or shows something else than it is: controls, bidirectional marks, halves of characters, and ends of lines. */
const UNREADABLE = /[\p{C}\p{Zl}\p{Zp}\s]+/gu

/** What someone wrote, made fit for a doc comment on one line: it ends neither the comment nor the line, and begins no tag. */
export function docText(value: string): string {
  return value.replace(UNREADABLE, ' ').trim().replaceAll('*/', '*\\/').replace(/^@/, '\\@')
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
