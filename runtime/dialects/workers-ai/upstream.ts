// The workers-ai dialect as a provider speaks it: the inputs of text generation models (`run/{model}`), their answers, streams and errors.

import { sse } from '../../streams/sse.ts'
import type { ChatRequest } from '../chat.ts'
import { callIds } from '../common/call-ids.ts'
import type { EventReader, Frame, UpstreamDialect } from '../dialect.ts'
import { parsedObject } from '../loose.ts'
import { readEvents } from '../openai/read-events.ts'
import { readResponse } from '../openai/read-response.ts'
import { readFailure } from './failure.ts'
import { writeInputs } from './inputs.ts'
import { type Asked, restated, restatedPiece, unwrapped } from './restate.ts'

/** Source: developers.cloudflare.com/workers-ai, "Text Generation", "Function calling", "Errors". */
export const workersAi: UpstreamDialect = {
  write: (request, loss) => ({
    body: writeInputs(request, loss),
    answer: {
      response: (body) => readResponse(restated(unwrapped(body), askedIn(request))),
      events: () => readNativeEvents(askedIn(request)),
    },
  }),
  frames: sse,
  failure: readFailure,
}

/** Calls are numbered over the whole answer, in a way that no other answer of the conversation has them. */
function askedIn(request: ChatRequest): Asked {
  const makeId = callIds(request)
  const known = new Map<number, string>()
  let calls = 0
  function idOf(index: number | null): string {
    const id = known.get(index ?? -1) ?? makeId(null, calls++)
    if (index !== null) known.set(index, id)
    return id
  }
  return { maxTokens: request.maxTokens, hasEnded: false, idOf }
}

function readNativeEvents(asked: Asked): EventReader {
  const { read, finish } = readEvents()
  return { read: (frame) => read(restatedFrame(frame, asked)), finish }
}

/** `[DONE]` and what is no JSON are for the reader to judge. */
function restatedFrame(frame: Frame, asked: Asked): Frame {
  const chunk = parsedObject(frame.data)
  const said = chunk && restatedPiece(chunk, asked)
  return said === chunk ? frame : { ...frame, data: JSON.stringify(said) }
}
