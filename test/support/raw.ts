// Bytes to a socket and bytes back: for requests that no HTTP client would send, and for seeing how an answer ends.

import { connect } from 'node:net'

/** What came back on the connection until it was over. */
export interface RawAnswer {
  readonly bytes: Buffer
  readonly text: string
  /** 0 when nothing like a status line came. */
  readonly status: number
  /** Everything after the empty line, with the framing still in it. */
  readonly body: string
  /** `true` when the body ended as its framing says: a last chunk, or as many bytes as announced. */
  readonly whole: boolean
}

/** Sends these very bytes to an origin and reads until the other side closes. */
export function exchange(origin: string, bytes: string | Uint8Array): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => {})
    socket.on('close', () => resolve(parse(Buffer.concat(chunks))))
  })
}

/** A GET with this target exactly as it stands, on a connection that closes after the answer. */
export function get(origin: string, target: string, headers: readonly string[] = []): Promise<RawAnswer> {
  const lines = [`GET ${target} HTTP/1.1`, `Host: ${new URL(origin).host}`, ...headers, 'Connection: close', '', '']
  return exchange(origin, Buffer.from(lines.join('\r\n'), 'latin1'))
}

function parse(bytes: Buffer): RawAnswer {
  const text = bytes.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  const head = end < 0 ? text : text.slice(0, end)
  const body = end < 0 ? '' : text.slice(end + 4)
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  const chunked = /^transfer-encoding: *chunked/im.test(head)
  return {
    bytes,
    text,
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    body,
    whole: chunked ? body.endsWith('0\r\n\r\n') : length !== undefined && body.length === Number(length),
  }
}
