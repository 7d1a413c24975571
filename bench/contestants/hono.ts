// Hono and fetch on Node, in a process of its own.

import { join } from 'node:path'
import { firstLine, start } from '../support/processes.ts'
import { type Contestant, plainAsk } from './contestant.ts'

/** The proxy that a team would write first. */
export const hono: Contestant = {
  name: 'hono',
  says: 'a Hono + fetch proxy on Node',
  prepare: async (upstream) => async () => {
    const running = start(process.execPath, [join(import.meta.dirname, 'hono-main.ts'), upstream], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = `http://127.0.0.1:${await firstLine(running)}`
    return {
      pid: running.pid,
      stop: running.stop,
      expects: {},
      ask: plainAsk(url),
    }
  },
}
