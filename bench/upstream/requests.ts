// Bytes of one connection in, the target of each request out once its body has arrived. It reads what clients of a bench send, no
// more: HTTP/1.1, a length or chunks, the next request after the answer to the one before.

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/** Gives a function that takes what arrives and calls back with the target, as it stood in the request line. */
export function reader(onRequest: (target: string) => void): (bytes: Buffer) => void {
  let held: Buffer | null = null
  let target = ''
  /** Bytes of the body that have not come yet; -1: chunks, whose end is looked for. */
  let missing = 0

  return (bytes) => {
    if (target === '') {
      const all: Buffer = held === null ? bytes : Buffer.concat([held, bytes])
      const end = all.indexOf(HEAD_END)
      if (end < 0) {
        held = all
        return
      }
      held = null
      const head = all.toString('latin1', 0, end)
      target = head.slice(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1))
      missing = lengthOf(head)
      rest(all.subarray(end + HEAD_END.length))
      return
    }
    rest(bytes)
  }

  function rest(bytes: Buffer): void {
    if (missing >= 0) missing -= bytes.length
    else {
      // The last chunk may come in two pieces.
      const tail: Buffer = held === null ? bytes : Buffer.concat([held, bytes])
      if (tail.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)) missing = 0
      held = missing === 0 ? null : Buffer.from(tail.subarray(-LAST_CHUNK.length))
    }
    if (missing !== 0) return
    const asked = target
    target = ''
    onRequest(asked)
  }
}

function lengthOf(head: string): number {
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? []
  if (length !== undefined) return Number(length)
  return /\r\ntransfer-encoding: *chunked/i.test(head) ? -1 : 0
}
