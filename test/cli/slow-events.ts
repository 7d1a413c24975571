// Goes out: an upstream on loopback that sends an event every 50 ms, as many as its path's last number says.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

const PACE_MS = 50

/** Its origin. Closed with the test. */
export async function slowEvents(): Promise<string> {
  const server = createServer(async (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const count = Number(/\d+$/.exec(request.url ?? '')?.[0] ?? 0)
    for (let n = 0; n < count && !response.destroyed; n++) {
      response.write(`data: ${n}\n\n`)
      await sleep(PACE_MS)
    }
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
