// A gateway's name in, the request that its built-in provider answers out: no network beyond it, and as little work as a gateway does.

import { tokenOf } from '../generate.ts'
import type { Ask } from '../load/ask.ts'

/** Asks the gateway of that id. */
export function askFor(url: string, id: string): Ask {
  return {
    url: `${url}/v1/local/${id}/echo/chat/completions`,
    headers: { 'content-type': 'application/json', 'cf-aig-authorization': `Bearer ${tokenOf(id)}` },
    body: '{"model":"echo-1","messages":[{"role":"user","content":"Hello"}]}',
    distinct: false,
  }
}
