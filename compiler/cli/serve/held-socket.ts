// Runs in a thread of its own: opens a listening socket, says its descriptor, and sleeps for good. A thread that sleeps accepts nothing, so every
// connection waits for the processes that the descriptor is given to. Node has no other way to listen without accepting.

import { createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

const server = createServer()
server.on('error', ({ message, code }: NodeJS.ErrnoException) => parentPort?.postMessage({ message, code }))
server.listen(workerData, () => {
  const address = server.address()
  const { fd } = (server as unknown as { readonly _handle: { readonly fd: number } })._handle
  parentPort?.postMessage({ descriptor: fd, port: typeof address === 'object' ? address?.port : 0 })
  // Within the same turn: the loop that would accept is never reached.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})
