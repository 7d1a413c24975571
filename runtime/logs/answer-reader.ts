// The bytes of an answer as they pass -> what it says of itself. By its content type; what is no text that is understood here is not read.

import { isStream, LINES } from '../cache/complete.ts'
import type { Frame, Splitter } from '../dialects/dialect.ts'
import { atEnds } from './ends.ts'
import { hearEvents } from './hear-events.ts'
import { hearJson } from './hear-json.ts'
import { type Ears, type Heard, type Hearing, hearing, lastPlaceIn, parsed } from './hearing.ts'

/** Reads an answer of one kind, bytes in order. */
export interface AnswerReader {
  readonly read: (bytes: Uint8Array) => void
  /** No more will come. */
  readonly end: () => Ended
}

/** What is known at the end beside what was heard. */
export interface Ended {
  /** The beginning, as text. */
  readonly head: string
  /** Whether it ends as answers of its kind do. */
  readonly isWhole: boolean
}

/** What an answer says of itself. */
export interface Said extends Heard, Ended {}

const FRAMES = 'application/vnd.amazon.eventstream'
const JSON_TYPE = /[/+]json\b/
const MOST_HEAD_BYTES = 4096

/** What reads an answer with this head, and then tells. */
export function answerReader(
  response: Pick<Response, 'status' | 'headers'>,
  type: string,
  ears: Ears,
): { readonly read: AnswerReader['read']; readonly said: () => Said } {
  const ear = hearing(ears, response)
  const reader = readerFor(type, response.status >= 400, ears, ear)
  return { read: reader.read, said: () => ({ ...reader.end(), ...ear.heard() }) }
}

function readerFor(type: string, isFailure: boolean, ears: Ears, ear: Hearing): AnswerReader {
  const splitter = type.startsWith(FRAMES) ? ears.dialects.find(({ frames }) => frames)?.frames?.() : undefined
  if (splitter !== undefined) return hearFrames(splitter, ears, ear)
  if (LINES.test(type)) return atEnds(hearEvents(ears, ear, '\n'))
  if (isStream(type)) return atEnds(hearEvents(ears, ear, '\n\n'))
  return JSON_TYPE.test(type) ? hearJson(ears, ear, isFailure) : unheard(type, isFailure)
}

/** A frame that says that it failed has a name that begins with `!`. */
function hearFrames(splitter: Splitter, { all }: Ears, { hear }: Hearing): AnswerReader {
  let isBroken = false
  const listen = ({ event, data }: Frame) => {
    if (event?.startsWith('!')) hear({ type: 'error', ...Object(parsed(data)) })
    else if (lastPlaceIn(data, all) !== null) hear(parsed(data))
  }
  return {
    read(bytes) {
      if (isBroken) return
      try {
        for (const frame of splitter.push(bytes)) listen(frame)
      } catch {
        isBroken = true
      }
    },
    end: () => ({ head: '', isWhole: !isBroken }),
  }
}

/** Of a failure its beginning says why. */
function unheard(type: string, isFailure: boolean): AnswerReader {
  const decoder = new TextDecoder()
  let head = ''
  const isTold = isFailure && type.startsWith('text/plain')
  return {
    read(bytes) {
      if (isTold && head.length < MOST_HEAD_BYTES) head += decoder.decode(bytes, { stream: true })
    },
    end: () => ({ head, isWhole: true }),
  }
}
