// OpenAI's Responses API, the side that faces the application, for providers that have no such API: `POST /responses` of the SDKs, of
// Codex and of Vercel's AI SDK. Signatures travel in reasoning items (seal.ts), so the client must send those back with the rest.

import type { ChatRequest, ChatResponse, JsonObject } from '../chat.ts'
import type { Caller, EventWriter } from '../dialect.ts'
import { eventsOf } from '../events-of.ts'
import { writeFailure } from '../openai/write-response.ts'
import { readRequest } from './read.ts'
import { teller } from './tell.ts'

/** The dialect. Its streams end with `response.completed`, `.incomplete` or `.failed`, and have no `[DONE]`. */
export const responses: Caller = {
  read: readRequest,
  response: responseOf,
  failure: writeFailure,
  events: eventWriter,
}

/** What a stream would say, at once. */
function responseOf(response: ChatResponse, request: ChatRequest): JsonObject {
  const { tell, whole } = teller(request, () => {})
  eventsOf(response).forEach(tell)
  return whole()
}

function eventWriter(request: ChatRequest): EventWriter {
  let sent = ''
  const { tell } = teller(request, (event) => {
    sent += `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
  })
  return {
    write(event) {
      sent = event.kind === 'ping' ? ': ping\n\n' : ''
      tell(event)
      return sent
    },
  }
}
