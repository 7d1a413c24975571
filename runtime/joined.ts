// Pieces of bytes -> one.

/** In order. A single one is given as it is. */
export function joined<Bytes extends Uint8Array>(pieces: readonly Bytes[]): Bytes | Uint8Array<ArrayBuffer> {
  const [only] = pieces
  if (only !== undefined && pieces.length === 1) return only
  const whole = new Uint8Array(pieces.reduce((size, { byteLength }) => size + byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}
