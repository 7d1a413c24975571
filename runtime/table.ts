// The routing table: one text of sorted lines, `key TAB json`, found by binary search and parsed a line at a time.
// Ten thousand gateways cost a cold start 20 ms so, and 150 ms as object literals. Keys are gateway ids and `@` + host names.

/** Half of what is remembered. */
const ROOM = 1000

/**
 * A table that remembers the lines it was asked for last. The text starts and ends with a newline and is sorted in UTF-16 order.
 * `read` makes a line's value of its JSON.
 */
export function openTable(
  text: string,
  read: (json: string) => unknown = JSON.parse,
  room = ROOM,
): (key: string) => unknown {
  let recent = new Map<string, unknown>()
  let former = recent
  return function lookUp(key) {
    const known = recent.get(key)
    if (known !== undefined) return known
    let value = former.get(key)
    if (value === undefined) {
      const json = findLine(text, key)
      if (json === null) return undefined
      value = read(json)
    }
    // What was not asked for while as many others were is forgotten with the former half. A hit costs one look.
    if (recent.size === room) {
      former = recent
      recent = new Map()
    }
    recent.set(key, value)
    return value
  }
}

/** The JSON behind a key, `null` when no line has it. */
export function findLine(text: string, key: string): string | null {
  let low = 0
  let high = text.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const start = text.lastIndexOf('\n', middle) + 1
    const end = text.indexOf('\n', start)
    // The middle lies on the text's last newline: all lines are before it.
    if (end === -1) {
      high = start - 1
      continue
    }
    const tab = text.indexOf('\t', start)
    const found = text.slice(start, tab)
    if (found === key) return text.slice(tab + 1, end)
    if (found < key) low = end
    else high = start - 1
  }
  return null
}
