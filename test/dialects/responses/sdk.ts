// An OpenAI SDK whose requests are answered by the dialect itself, without a network: what it sends is read, and what it gets is written from
// a neutral answer, in pieces if it asked for a stream.

import OpenAI from 'openai'
import type { ChatEvent, ChatRequest, ChatResponse, Failure } from '../../../runtime/dialects/chat.ts'
import { eventsOf } from '../../../runtime/dialects/events-of.ts'
import { responses } from '../../../runtime/dialects/responses/caller.ts'
import { parseExactly } from '../../../runtime/json.ts'

/** A client, and what was asked with it. */
export interface Talk {
  readonly client: OpenAI
  readonly asked: ChatRequest[]
  readonly dropped: string[]
}

/** Answers each request with the next of these: a whole answer, the events of one, or a failure. */
export function talk(...answers: readonly (ChatResponse | readonly ChatEvent[] | Failure)[]): Talk {
  const asked: ChatRequest[] = []
  const dropped: string[] = []
  const waiting = [...answers]
  const answer: typeof fetch = async (_url, init) => {
    const request = responses.read(parseExactly(String(init?.body)) as Record<string, unknown>, {
      drop: (field) => dropped.push(field),
    })
    asked.push(request)
    const next = waiting.shift()
    if (next === undefined) throw new Error('Nothing is left to answer with.')
    if ('status' in next) return Response.json(responses.failure(next), { status: next.status })
    const isWhole = 'choices' in next
    if (isWhole && !request.stream) return Response.json(responses.response(next, request))
    const text = streamText(isWhole ? eventsOf(next) : next, request)
    return new Response(text, { headers: { 'content-type': 'text/event-stream' } })
  }
  return { client: new OpenAI({ apiKey: 'sk-test', maxRetries: 0, fetch: answer }), asked, dropped }
}

/** A whole stream. */
export function streamText(events: readonly ChatEvent[], request: ChatRequest): string {
  const { write } = responses.events(request)
  return events.map(write).join('')
}

/** What a stream says, parsed. Throws where a frame is not of this form or its event is not its type. */
export function framesOf(text: string): readonly { readonly [name: string]: unknown }[] {
  return text
    .split('\n\n')
    .filter((frame) => frame !== '' && !frame.startsWith(':'))
    .map((frame) => {
      const [, name, data = ''] = /^event: ([^\n]*)\ndata: ([^\n]*)$/.exec(frame) ?? []
      const event = JSON.parse(data)
      if (event.type !== name) throw new Error(`An event "${name}" is of type "${event.type}".`)
      return event
    })
}

/** A request that asks for nothing in particular. */
export const plainRequest: ChatRequest = responses.read({ model: 'm', input: 'hi', stream: true }, { drop: () => {} })
