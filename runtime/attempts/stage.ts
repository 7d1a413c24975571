// Events that only set the stage: every dialect has some, and a model has said something with the first that is none. In bundles where
// another provider may be asked. Sources: the providers' references.

import { MOST_EVENTS, type Opening, type Stage } from './opening.ts'

const STAGE_EVENT =
  /"type"\s*:\s*"(?:ping|message[_-]start|content_block_start|content-start|response\.(?:created|queued|in_progress|(?:output_item|content_part)\.added))"/
const STAGE_FRAME = /:event-type.{3}(?:messageStart|contentBlockStart)/s
const ERROR_FRAME = /:message-type.{3}(?:exception|error)/s

/** AWS's frames: each begins with its length and its headers' length. */
function openingOfFrames(): Opening {
  let rest = ''
  let frames = 0
  return (bytes, ended) => {
    for (const byte of bytes) rest += String.fromCharCode(byte)
    for (;;) {
      const size = numberAt(rest, 0)
      if (rest.length < 12 || rest.length < size) return ended ? 'error' : undefined
      const head = rest.slice(12, 12 + numberAt(rest, 4))
      rest = rest.slice(Math.max(12, size))
      if (ERROR_FRAME.test(head)) return 'error'
      if (!STAGE_FRAME.test(head) || ++frames > MOST_EVENTS) return 'content'
    }
  }
}

function numberAt(text: string, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 256 + (text.charCodeAt(at + index) || 0), 0)
}

/** Chunks of OpenAI's, Gemini's and Workers AI's may hold no more than a role, or empty texts. */
function isContent(data: string): boolean {
  if (STAGE_EVENT.test(data)) return false
  try {
    const { choices, candidates, response } = JSON.parse(data)
    if (Array.isArray(choices)) return choices.some((it) => it.finish_reason || says({ ...it.delta, text: it.text }))
    if (Array.isArray(candidates)) return candidates.some((it) => it.finishReason || says(it.content?.parts?.[0]))
    return response !== ''
  } catch {
    return true
  }
}

function says(said: object | undefined): boolean {
  return Object.entries(said ?? {}).some(([name, value]) => name !== 'role' && value != null && value.length !== 0)
}

/** Handed to the Worker by its entry. */
export const stage: Stage = { isContent, openingOfFrames }
