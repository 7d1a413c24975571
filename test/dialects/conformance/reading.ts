// What both ends of a wire do with each other, in one line each: bodies through JSON, bytes through a splitter and a reader.

import type { ChatEvent, ChatRequest, JsonObject } from '../../../runtime/dialects/chat.ts'
import type { Answer, Caller, UpstreamDialect } from '../../../runtime/dialects/dialect.ts'
import { parseExactly } from '../../../runtime/json.ts'

/** A body as it comes out at the other end, its long numbers kept. */
export function overTheWire(body: unknown): JsonObject {
  return parseExactly(JSON.stringify(body)) as JsonObject
}

/** Numbers that no double holds are objects of their own, equal to each other whatever they hold: told apart by their text. */
export function comparable(value: unknown): unknown {
  const keep = (_key: string, it: unknown, { source }: { readonly source: string }) =>
    typeof it === 'number' ? `number ${source}` : it
  return JSON.parse(JSON.stringify(value ?? null), keep as (key: string, value: unknown) => unknown)
}

/** What is collected, and the collector. */
export function losses(): { readonly names: ReadonlySet<string>; readonly drop: (field: string) => void } {
  const names = new Set<string>()
  return { names, drop: (field) => names.add(field) }
}

/** What a request becomes for a provider, and how its answer is read; what is lost is nobody's matter here. */
export function answerOf(upstream: UpstreamDialect, request: ChatRequest): Answer {
  return upstream.write(request, losses()).answer
}

/** All that the pieces of a stream say. */
export function eventsIn(
  pieces: readonly Uint8Array[],
  upstream: UpstreamDialect,
  request: ChatRequest,
): readonly ChatEvent[] {
  const splitter = upstream.frames()
  const reader = answerOf(upstream, request).events()
  const events: ChatEvent[] = []
  const take = (frames: ReturnType<typeof splitter.push>): void => {
    for (const frame of frames) events.push(...reader.read(frame))
  }
  for (const piece of pieces) take(splitter.push(piece))
  take(splitter.finish())
  return [...events, ...reader.finish()]
}

/** The text of a whole stream. */
export function streamTo(caller: Caller, events: readonly ChatEvent[], request: ChatRequest): string {
  const { write } = caller.events(request)
  return events.map(write).join('')
}
