// Bytes in, lower-case hex out.

/** Two digits a byte. */
export function hexOf(bytes: ArrayBuffer): string {
  let hex = ''
  for (const byte of new Uint8Array(bytes)) hex += (byte + 256).toString(16).slice(1)
  return hex
}
