// The openai dialect as a provider speaks it: Chat Completions requests are written, completions, their streams and errors are read.

import { sse } from '../../streams/sse.ts'
import type { UpstreamDialect } from '../dialect.ts'
import { readEvents } from './read-events.ts'
import { readFailure } from './read-failure.ts'
import { readResponse } from './read-response.ts'
import { writeRequest } from './write-request.ts'

/** Handed to the Worker by its entry. Source: OpenAI's API reference, Chat Completions. */
export const openai: UpstreamDialect = {
  write: (request, loss) => ({
    body: writeRequest(request, loss),
    answer: { response: readResponse, events: readEvents },
  }),
  frames: sse,
  failure: readFailure,
}
