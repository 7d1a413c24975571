// A text as a unit vector that depends on nothing but the text: good for trying a pipeline out, not for meaning.

import { base64Of } from '../dialects/common/base64.ts'

/** `dimensions` numbers of length 1 together, or their little-endian 32-bit floats in base64, as OpenAI's SDK asks for by default. */
export function embedding(text: string, dimensions: number, base64: boolean): readonly number[] | string {
  const vector = unit(noise(text, dimensions))
  return base64 ? base64Of(vector) : [...vector]
}

/** A multiply-with-xorshift sequence seeded by the text's characters. */
function noise(text: string, length: number): Float32Array {
  let state = 0x9e3779b9
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x85ebca6b)
  return Float32Array.from({ length }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5
    return ((state ^ (state >>> 12)) >>> 0) / 0x80000000 - 1
  })
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
