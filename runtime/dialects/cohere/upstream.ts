// The provider's side of Cohere's v2 chat. Source: https://docs.cohere.com/reference/chat

import { sse } from '../../streams/sse.ts'
import type { UpstreamDialect } from '../dialect.ts'
import { failureOf } from './failure.ts'
import { readEvents } from './read-events.ts'
import { readResponse } from './read-response.ts'
import { writeRequest } from './write-request.ts'

/** The `cohere` dialect. */
export const cohere: UpstreamDialect = {
  write: (request, loss) => ({
    body: writeRequest(request, loss),
    answer: { response: readResponse, events: readEvents },
  }),
  frames: sse,
  failure: failureOf,
}
