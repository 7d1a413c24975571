// Values and bytes in, the text of a golden out: JSON with its long numbers, streams as they are, binary ones as a dump.

/** Indented; long numbers as they were written. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** One value a line. */
export function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
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
