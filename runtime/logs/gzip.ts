// Bytes to fewer bytes and back, by the platform's gzip.

/** These parts one behind the other, compressed. */
export function deflate(parts: readonly Uint8Array[]): Promise<ArrayBuffer> {
  return through(new Blob(parts as Uint8Array<ArrayBuffer>[]), new CompressionStream('gzip'))
}

/** What was compressed. Rejects for bytes that gzip never made. */
export async function inflate(bytes: ArrayBuffer): Promise<Uint8Array> {
  return new Uint8Array(await through(new Blob([bytes]), new DecompressionStream('gzip')))
}

function through(blob: Blob, stream: CompressionStream | DecompressionStream): Promise<ArrayBuffer> {
  return new Response(blob.stream().pipeThrough(stream)).arrayBuffer()
}
