// An upstream's side at its reading: a stream in pieces -> what it says, and readers that may only fail in the way that is theirs.

import { expect } from 'vitest'
import type { ChatEvent, ChatRequest } from '../../runtime/dialects/chat.ts'
import type { Loss, UpstreamDialect } from '../../runtime/dialects/dialect.ts'
import { Unreadable } from '../../runtime/dialects/unreadable.ts'

/** For tests that do not look at what was lost. */
export const silent: Loss = { drop: () => {} }

/** What a stream in answer to a request says, to its end. */
export function readStream(
  dialect: UpstreamDialect,
  request: ChatRequest,
  pieces: readonly Uint8Array[],
): readonly ChatEvent[] {
  const splitter = dialect.frames()
  const reader = dialect.write(request, silent).answer.events()
  const frames = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.finish()]
  return [...frames.flatMap((frame) => reader.read(frame)), ...reader.finish()]
}

/** Each may throw an Unreadable, and nothing else. */
export function expectReadableOrNot(reads: readonly (() => unknown)[]): void {
  for (const read of reads) {
    try {
      read()
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(Unreadable)
    }
  }
}
