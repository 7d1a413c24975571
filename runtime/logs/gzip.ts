// Bytes to fewer bytes and back: gzip, at its fastest where the platform offers a choice. A log is written for each request and read now
// and then; level 1 takes a quarter of the time and a seventh more room.

import { joined } from '../joined.ts'

/** As much of `node:zlib` as is used here. */
interface Zlib {
  readonly gzipSync: (bytes: Uint8Array, options: { readonly level: number }) => Uint8Array<ArrayBuffer>
}

const FASTEST = 1
const { process } = globalThis as {
  readonly process?: { readonly getBuiltinModule?: (name: string) => Zlib | undefined }
}

/** These parts one behind the other, compressed. */
export async function deflate(parts: readonly Uint8Array[]): Promise<ArrayBuffer> {
  // Not there where the Worker's compatibility date is before it came by itself.
  const zlib = process?.getBuiltinModule?.('node:zlib')
  if (zlib === undefined) return through(parts, new CompressionStream('gzip'))
  const { buffer, byteOffset, byteLength } = zlib.gzipSync(joined(parts), { level: FASTEST })
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
}

/** What was compressed. Rejects for bytes that gzip never made. */
export async function inflate(bytes: ArrayBuffer): Promise<Uint8Array> {
  return new Uint8Array(await through([bytes], new DecompressionStream('gzip')))
}

function through(
  parts: readonly (Uint8Array | ArrayBuffer)[],
  stream: CompressionStream | DecompressionStream,
): Promise<ArrayBuffer> {
  return new Response(new Blob([...parts]).stream().pipeThrough(stream)).arrayBuffer()
}
