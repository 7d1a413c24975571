// A provider's response -> the caller's: whole, as a stream, or a failure. Status and headers stay, but for what describes the body.

import type { ChatRequest } from '../dialects/chat.ts'
import type { Answer, Caller, EventWriter, Wire } from '../dialects/dialect.ts'
import { eventsOf } from '../dialects/events-of.ts'
import { Unreadable } from '../dialects/unreadable.ts'
import { translateStream } from '../streams/translate.ts'
import { jsonHead, parseAnswer, readable, sameHead } from './head.ts'

const STREAM = /^(?:text\/event-stream|application\/vnd\.amazon\.eventstream)/i

/** Throws `upstreamFailed` for what is no answer of the provider's dialect. */
export async function answerIn(
  response: Response,
  request: ChatRequest,
  answer: Answer,
  caller: Caller,
  wire: Wire,
): Promise<Response> {
  const isStream = STREAM.test(response.headers.get('content-type') ?? '')
  if (!response.ok) {
    const failure = wire.failure(response.status, await parseAnswer(response))
    return jsonHead(response, caller.failure(failure))
  }
  if (isStream && response.body !== null && request.stream) {
    const body = translateStream(response.body, wire.frames(), answer.events(), dated(caller.events(request), request))
    return sameHead(response, body, 'text/event-stream')
  }
  const said = isStream ? null : await parseAnswer(response)
  return readable(() => {
    if (isStream) throw new Unreadable('it streams what was not asked to stream')
    const whole = identified(answer.response(said), request)
    if (!request.stream) return jsonHead(response, caller.response(whole, request))
    const writer = caller.events(request)
    return sameHead(response, eventsOf(whole).map(writer.write).join(''), 'text/event-stream')
  })
}

interface Head {
  readonly id: string | null
  readonly model: string | null
  readonly createdSeconds: number | null
}

/** Some providers say nothing of an answer's name, model or date, and callers' APIs insist on all three. */
function identified<T extends Head>(said: T, { model }: ChatRequest): T {
  return {
    ...said,
    id: said.id ?? crypto.randomUUID(),
    model: said.model ?? model,
    createdSeconds: said.createdSeconds ?? Math.floor(Date.now() / 1000),
  }
}

function dated({ write }: EventWriter, request: ChatRequest): EventWriter {
  return { write: (event) => write(event.kind === 'start' ? identified(event, request) : event) }
}
