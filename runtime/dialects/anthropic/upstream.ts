// The side that faces a provider of Anthropic's Messages API: neutral requests out, neutral answers and failures in.
// Source: Anthropic's API reference and the type definitions of @anthropic-ai/sdk 1.12.

import { sse } from '../../streams/sse.ts'
import type { UpstreamDialect } from '../dialect.ts'
import { readFailure } from './errors.ts'
import { messageReader } from './upstream/read-events.ts'
import { readMessage } from './upstream/read-message.ts'
import { writeRequest } from './upstream/write-request.ts'

/** Anthropic's Messages API, as a provider speaks it. */
export const anthropic: UpstreamDialect = {
  write: (request, loss) => {
    const { body, answerTool } = writeRequest(request, loss)
    return {
      body,
      answer: { response: (answer) => readMessage(answer, answerTool), events: () => messageReader(answerTool) },
    }
  },
  frames: sse,
  failure: readFailure,
}
