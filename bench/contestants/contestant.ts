// Somebody who stands between the client and the upstream. Who they are is data; what they need is started when they are first wanted.

import type { Ask } from '../load/ask.ts'
import type { KindName } from '../upstream/kinds.ts'

/**
 * Who it is, for the report. `prepare` takes an upstream (`http://127.0.0.1:PORT`), makes what has to be made, and gives what starts it:
 * builds are no part of a start.
 */
export interface Contestant {
  readonly name: string
  readonly says: string
  readonly prepare: (upstream: string) => Promise<() => Promise<Standing>>
}

/** One that answers. */
export interface Standing {
  /** `null`: there is no process that is not the upstream's. */
  readonly pid: number | null
  /** What a client asks it to be answered by the upstream in that way. */
  readonly ask: (kind: KindName) => Ask
  /** What its answers' headers must say once it is warm, so that what is measured is what is meant. */
  readonly expects: { readonly [header: string]: string }
  readonly stop: () => Promise<void>
}

/** A conversation of about 1.3 KB, the size of a short system prompt and a question. */
export function chat(model: string, more: object = {}): string {
  const content = 'Please answer the question as briefly as it allows. '.repeat(24)
  return JSON.stringify({ model, ...more, messages: [{ role: 'user', content }] })
}

/** What every caller sends. */
export const callerHeaders: { readonly [name: string]: string } = {
  'content-type': 'application/json',
  authorization: 'Bearer sk-bench-0123456789abcdef',
}

/** Asks whoever is at this address for the same: one question, in the way that the first segment of the path says. */
export function plainAsk(url: string): Standing['ask'] {
  return (kind) => ({
    url: `${url}/${kind}/chat/completions`,
    headers: callerHeaders,
    body: chat('gpt-4o-mini'),
    distinct: false,
  })
}
