// A stream's bytes, piece by piece -> those behind its first events. An event ends in an empty line, `\n\n`, wherever pieces are cut: so
// clients count them who take a run up again. Source: the wire contract, "bindings".

const NEWLINE = 10

/** For the pieces of one stream, in order: what is left of each. */
export function fromEvent(index: number): (bytes: Uint8Array) => Uint8Array {
  let left = index
  let isAfterNewline = false
  return (bytes) => {
    let at = 0
    while (left > 0 && at < bytes.byteLength) {
      if (isAfterNewline && bytes[at] === NEWLINE) {
        left--
        isAfterNewline = false
        at++
        continue
      }
      const newline = bytes.indexOf(NEWLINE, at)
      isAfterNewline = newline !== -1
      at = newline === -1 ? bytes.byteLength : newline + 1
    }
    return at === 0 ? bytes : bytes.subarray(at)
  }
}
