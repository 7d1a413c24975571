// Answers of Gemini's, whole and in frames, read as answers to one request.

import type { ChatEvent, ChatRequest } from '../../../runtime/dialects/chat.ts'
import { gemini } from '../../../runtime/dialects/gemini/upstream.ts'
import { plainRequest } from './requests.ts'

/** How the answer to a request is read. */
export const answerTo = (request: Partial<ChatRequest> = {}) =>
  gemini.write({ ...plainRequest, ...request }, { drop: () => {} }).answer

/** A whole answer. */
export const whole = (body: unknown, request: Partial<ChatRequest> = {}) => answerTo(request).response(body)

/** A stream of these frames. */
export function streamed(frames: readonly unknown[], request: Partial<ChatRequest> = {}): readonly ChatEvent[] {
  const reader = answerTo(request).events()
  const read = frames.flatMap((frame) => reader.read({ event: null, data: JSON.stringify(frame) }))
  return [...read, ...reader.finish()]
}

/** A piece that says these parts. */
export const said = (parts: readonly object[], more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, ...more }],
})

/** The last one. */
export const ended = (parts: readonly object[]) => said(parts, { finishReason: 'STOP' })
