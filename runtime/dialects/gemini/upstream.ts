// The gemini dialect, the provider's side: generateContent and streamGenerateContent of the Gemini API and of Vertex AI. Model and method
// are in the path, which is not written here; a stream is to be asked for with `alt=sse`.

import { sse } from '../../streams/sse.ts'
import { callIds } from '../common/call-ids.ts'
import type { UpstreamDialect } from '../dialect.ts'
import { settings } from './config.ts'
import { conversation } from './contents.ts'
import { readEvents } from './events.ts'
import { failure } from './failure.ts'
import { readResponse } from './response.ts'

/** Source: ai.google.dev/api/generate-content, cloud.google.com/vertex-ai "generateContent", and the types of @google/genai. */
export const gemini: UpstreamDialect = {
  write: (request, loss) => ({
    body: { ...conversation(request, loss), ...settings(request, loss) },
    answer: {
      response: (body) => readResponse(body, callIds(request)),
      events: () => readEvents(callIds(request)),
    },
  }),
  frames: sse,
  failure,
}
