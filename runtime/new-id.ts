// UUIDs of version 7: they sort by when they were made, also within a millisecond. Source: RFC 9562, sections 5.7 and 6.2 (a counter in
// `rand_a`).

let lastMs = 0
let counter = 0

/** A new one, lower case. */
export function newId(): string {
  const uuid = crypto.randomUUID()
  const now = Date.now()
  // Begins in the lower half, so that a burst has room to count.
  counter = now > lastMs ? Number.parseInt(uuid.slice(0, 3), 16) >> 1 : counter + 1
  lastMs = Math.max(now, lastMs)
  if (counter > 0xfff) {
    lastMs++
    counter = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  // Of a random one the variant and what follows it are as they must be.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}${uuid.slice(18)}`
}
