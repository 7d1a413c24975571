// The bench's own HTTP: a mistake here would be measured as somebody's. Bytes are cut at every place where a network may cut them.

import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { open } from '../../bench/load/connection.ts'
import { answerOf } from '../../bench/upstream/answers.ts'
import { kinds } from '../../bench/upstream/kinds.ts'
import { reader } from '../../bench/upstream/requests.ts'

const chunks = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncf-aig-step: 0\r\n\r\n3\r\na0\n\r\n0\r\n\r\n'
const length = 'HTTP/1.1 201 Created\r\ncontent-length: 5\r\nx-last: 0\r\n\r\n0\r\n\r\n'

describe('the upstream', () => {
  const withLength = 'POST /json/chat/completions HTTP/1.1\r\nhost: a\r\nContent-Length: 4\r\n\r\n0\r\n\r'
  const withChunks = 'POST /stream-100/v1/messages HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'

  it.each([
    [withLength, '/json/chat/completions'],
    [withChunks, '/stream-100/v1/messages'],
  ])('reads a request wherever it is cut: %j', (text, target) => {
    const bytes = Buffer.from(text)
    for (let cut = 1; cut < bytes.length; cut++) {
      const seen: string[] = []
      const read = reader((asked) => seen.push(asked))
      for (let again = 0; again < 2; again++) {
        read(bytes.subarray(0, cut))
        expect(seen).toHaveLength(again)
        read(bytes.subarray(cut))
        expect(seen).toHaveLength(again + 1)
      }
      expect(seen).toEqual([target, target])
    }
  })

  it('answers with about 1 KB, and with as many bytes as it says', () => {
    const { opening } = answerOf(kinds.json, 'openai')
    expect(opening.length).toBeGreaterThan(900)
    expect(opening.length).toBeLessThan(1_200)
    const [head = '', body = ''] = answerOf(kinds['bytes-64k'], 'openai')
      .opening.toString()
      .split(/\r\n\r\n/)
    expect(head).toContain('content-length: 65536')
    expect(body).toHaveLength(65_536)
  })
})

describe('the client', () => {
  it.each([
    ['chunks', chunks, 200, chunks.indexOf('\r\n\r\n') + 4],
    ['a length', length, 201, length.indexOf('\r\n\r\n') + 4],
  ])('finds the end of an answer in %s wherever it is cut', async (_, text, status, head) => {
    const bytes = Buffer.from(text)
    const cuts: number[] = []
    const server = createServer({ noDelay: true }, (socket) =>
      socket.on('data', () => void answer(socket, bytes, cuts)),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const connection = await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    for (let cut = 1; cut < bytes.length; cut++) {
      cuts.push(cut)
      const reply = await connection.ask(Buffer.from('x'))
      expect([cut, reply.status, reply.sizeBytes]).toEqual([cut, status, bytes.length - head])
    }
    connection.close()
    server.close()
  })

  it('says so when an answer breaks off', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end(chunks.slice(0, -3))))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const connection = await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await expect(connection.ask(Buffer.from('x'))).rejects.toThrow('in the middle of an answer')
    server.close()
  })
})

// Two writes that the kernel may join, but mostly does not: the other side gets a turn in between.
async function answer(socket: Socket, bytes: Buffer, cuts: number[]): Promise<void> {
  const cut = cuts.pop() ?? 0
  socket.write(bytes.subarray(0, cut))
  for (let again = 0; again < 5; again++) await turn()
  socket.write(bytes.subarray(cut))
}
