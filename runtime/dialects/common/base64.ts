// Vectors as OpenAI's SDKs ask for them by default.

/** Little-endian 32-bit floats in base64. Source: OpenAI's API reference, "Create embeddings", `encoding_format`. */
export function base64Of(vector: Iterable<number>): string {
  // All of the platform's machines are little-endian.
  const bytes = new Uint8Array(Float32Array.from(vector).buffer)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
