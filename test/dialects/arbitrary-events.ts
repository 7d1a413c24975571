// An answer in, the streams that providers may tell it in out: cut between any two characters, calls one after the other or mixed.

import * as fc from 'fast-check'
import type { ChatEvent, ChatResponse } from '../../runtime/dialects/chat.ts'
import { eventsOf } from '../../runtime/dialects/events-of.ts'

/**
 * The streams of an answer: its texts and arguments in pieces, cut between characters. `interleaved`: the arguments of calls that follow
 * each other come in any mix, as OpenAI's and Bedrock's streams may have them; otherwise one call after the other, as in Anthropic's.
 */
export function chatEvents(response: ChatResponse, interleaved: boolean): fc.Arbitrary<readonly ChatEvent[]> {
  return fc.infiniteStream(fc.nat(0xffff)).map((numbers) => {
    const next = (below: number): number => (numbers.next().value as number) % below
    const cut = eventsOf(response).flatMap((event) => piecesOf(event, next))
    return interleaved ? mixed(cut, next) : cut
  })
}

function piecesOf(event: ChatEvent, next: (below: number) => number): readonly ChatEvent[] {
  if (event.kind === 'arguments') return pieces(event.json, next).map((json) => ({ ...event, json }))
  if (event.kind === 'text') {
    return pieces(event.text, next).map((piece, position) =>
      position === 0 ? { ...event, text: piece } : { ...event, text: piece, logprobs: null },
    )
  }
  if (event.kind === 'refusal' || event.kind === 'reasoning') {
    return pieces(event.text, next).map((piece) => ({ ...event, text: piece }))
  }
  return [event]
}

function pieces(whole: string, next: (below: number) => number): readonly string[] {
  const characters = [...whole]
  const found: string[] = []
  for (let from = 0; from < characters.length; ) {
    const until = from + 1 + next(Math.min(8, characters.length - from))
    found.push(characters.slice(from, until).join(''))
    from = until
  }
  return found.length === 0 ? [''] : found
}

/** Arguments may come later than the next call's beginning, and never before their own call or out of their own order. */
function mixed(events: readonly ChatEvent[], next: (below: number) => number): readonly ChatEvent[] {
  const found: ChatEvent[] = []
  let waiting: ChatEvent[][] = []
  const release = (): void => {
    const line = waiting[next(waiting.length)] as ChatEvent[]
    found.push(line.shift() as ChatEvent)
    waiting = waiting.filter(({ length }) => length > 0)
  }
  for (const event of events) {
    if (event.kind === 'arguments') {
      const line = waiting.find(([first]) => first?.kind === 'arguments' && first.index === event.index)
      if (line === undefined) waiting.push([event])
      else line.push(event)
      continue
    }
    while (waiting.length > 0 && (event.kind !== 'tool_call' || next(3) > 0)) release()
    found.push(event)
  }
  while (waiting.length > 0) release()
  return found
}
