// Values and bytes in, the text of a golden out: JSON with its long numbers, streams as they are, binary ones as a dump.

/** Indented; long numbers as they were written. Fields are sorted: their order says nothing. */
export function json(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`
}

/** One value a line. */
export function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(sorted(value))}\n`).join('')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  // A number that was kept as raw JSON is an object of its own kind.
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]))
}

/** Text where the bytes are that, else sixteen of them a line with what is readable beside them. */
export function bytes(all: Uint8Array, contentType: string): string {
  if (contentType.startsWith('text/')) return Buffer.from(all).toString()
  return Array.from({ length: Math.ceil(all.length / 16) }, (_, row) => {
    const some = Buffer.from(all.subarray(row * 16, row * 16 + 16))
    const readable = some.toString('latin1').replace(/[^\x20-\x7e]/g, '.')
    return `${(row * 16).toString(16).padStart(6, '0')}  ${some.toString('hex').padEnd(32)}  ${readable}\n`
  }).join('')
}
