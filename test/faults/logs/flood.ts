// Many requests over a few connections, as fast as answers come, until there are enough or the other side is gone: which of them were
// answered to their last byte, and when.

import { connect } from 'node:net'

/** An answer that the client saw to its end. */
export interface Seen {
  /** Its `cf-aig-log-id`. */
  readonly id: string
  readonly endedAtMs: number
}

const CONNECTIONS = 48
const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n')

/** Sends that many, of these in turn. Ends earlier where connections break. `onSeen` hears of each answer. */
export async function flood(
  url: string,
  requests: readonly string[],
  count: number,
  onSeen: (seen: number) => void = () => {},
): Promise<readonly Seen[]> {
  const seen: Seen[] = []
  let left = count
  const { hostname, port } = new URL(url)
  const one = () =>
    new Promise<void>((resolve) => {
      let bytes: Buffer = Buffer.alloc(0)
      const next = () => {
        if (left-- > 0) socket.write(requests[left % requests.length] ?? '')
        else socket.end()
      }
      const socket = connect(Number(port), hostname, next)
      socket.on('data', (chunk) => {
        bytes = Buffer.concat([bytes, chunk])
        const id = idOfWhole(bytes)
        if (id === null) return
        bytes = Buffer.alloc(0)
        seen.push({ id, endedAtMs: Date.now() })
        onSeen(seen.length)
        next()
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve())
    })
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  return seen
}

/** `null`: it has not ended yet. Throws for one that is no success or is not logged. */
function idOfWhole(bytes: Buffer): string | null {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return null
  const head = bytes.subarray(0, headEnd).toString('latin1')
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  const isWhole =
    length === undefined ? bytes.includes(LAST_CHUNK, headEnd) : bytes.length >= headEnd + 4 + Number(length)
  if (!isWhole) return null
  const id = /^cf-aig-log-id: *(\S+)/im.exec(head)?.[1]
  if (id === undefined || !head.startsWith('HTTP/1.1 200')) throw new Error(`No logged success:\n${bytes}`)
  return id
}
