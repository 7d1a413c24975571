// Bytes in, the ways a network may cut them out: whole, byte by byte, anywhere, with empty pieces. Joined they are the bytes again.

import * as fc from 'fast-check'

/** More pieces than this say no more about a splitter, and cost time. */
const CUTS_AT_MOST = 24

/** Up to this many bytes also one by one. */
const SINGLE_BYTES_AT_MOST = 20_000

/** Pieces of `bytes`, in order: views of the same buffer, as streams give them. */
export function splits(bytes: Uint8Array): fc.Arbitrary<readonly Uint8Array[]> {
  const anywhere = fc.array(fc.nat(bytes.length), { maxLength: CUTS_AT_MOST }).map((cuts) => cutAt(bytes, cuts))
  // Pieces of one size: cuts that fall into every character, escape and separator in turn.
  const evenly = fc.integer({ min: 1, max: Math.max(1, Math.min(64, bytes.length)) }).map((size) => every(bytes, size))
  if (bytes.length > SINGLE_BYTES_AT_MOST) return anywhere
  return fc.oneof({ weight: 3, arbitrary: anywhere }, { weight: 1, arbitrary: evenly })
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const ends = [...cuts, bytes.length].sort((one, other) => one - other)
  return ends.map((end, position) => bytes.subarray(ends[position - 1] ?? 0, end))
}

function every(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, piece) =>
    bytes.subarray(piece * size, (piece + 1) * size),
  )
}
