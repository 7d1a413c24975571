// The upstream of all contestants, a process of its own: raw sockets and bytes made beforehand, so that it is not what is measured.
// Prints its port. The first segment of a path says how it answers, the last one in which dialect.

import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type Answer, answerOf } from './answers.ts'
import { kindNames, kinds } from './kinds.ts'
import { reader } from './requests.ts'

interface Prepared extends Answer {
  readonly afterMs: number
  readonly everyMs: number
}

const prepared = new Map<string, Prepared>(
  kindNames.flatMap((name) =>
    (['openai', 'anthropic'] as const).map((dialect) => {
      const { afterMs, everyMs } = kinds[name]
      return [`${name} ${dialect}`, { ...answerOf(kinds[name], dialect), afterMs, everyMs }] as const
    }),
  ),
)

/** One clock for all streams of a pace: a timer for each would be most of the work. */
const clocks = new Map<number, Set<() => void>>()

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  socket.on(
    'data',
    reader((target) => answer(socket, target)),
  )
})
server.listen(0, '127.0.0.1', 4_096, () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})

function answer(socket: Socket, target: string): void {
  const name = target.slice(1, target.indexOf('/', 1))
  const found = prepared.get(`${name} ${target.endsWith('/messages') ? 'anthropic' : 'openai'}`)
  if (found === undefined) socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
  else if (found.afterMs === 0) send(socket, found)
  else setTimeout(send, found.afterMs, socket, found)
}

function send(socket: Socket, { opening, pieces, everyMs }: Prepared): void {
  socket.write(opening)
  if (pieces.length === 0) return
  const clock = clockOf(everyMs)
  let next = 0
  const stop = () => {
    clock.delete(tick)
    socket.off('close', stop)
  }
  const tick = () => {
    socket.write(pieces[next++] ?? '')
    if (next === pieces.length) stop()
  }
  clock.add(tick)
  socket.once('close', stop)
}

function clockOf(everyMs: number): Set<() => void> {
  const found = clocks.get(everyMs)
  if (found !== undefined) return found
  const ticks = new Set<() => void>()
  clocks.set(everyMs, ticks)
  setInterval(() => {
    for (const tick of ticks) tick()
  }, everyMs)
  return ticks
}
