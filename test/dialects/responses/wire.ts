// What the SDK's types say of the wire, less what the SDK itself adds to it: goldens in TypeScript are checked against them by the compiler.

import type { Response, ResponseStreamEvent, ResponseUsage } from 'openai/resources/responses/responses'

/** The response object as it is sent: `output_text` is the SDK's own, `store` and two nulls are sent and not typed. */
export type WireResponse = Omit<Response, 'output_text' | 'user' | 'usage'> & {
  readonly store: boolean
  readonly user: string | null
  readonly usage: ResponseUsage | null
}

/** An event of a stream as it is sent; OpenAI's own error events say the same twice. */
export type WireEvent = Sent<ResponseStreamEvent>

type Sent<Event> = Event extends { response: Response }
  ? Omit<Event, 'response'> & { response: WireResponse }
  : Event extends { type: 'error' }
    ? Event & { error: unknown }
    : Event
