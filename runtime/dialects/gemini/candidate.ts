// A candidate's parts -> what was said, part by part, the same for whole answers and for pieces of them.

import type { AssistantPart, JsonObject } from '../chat.ts'
import type { CallIds } from './call-ids.ts'
import { isObject, objectOf, textOf } from '../loose.ts'
import { marked } from './signature.ts'

/** What is remembered of an answer as it comes. */
export interface Spoken {
  readonly responseId: string | null
  readonly callIds: CallIds
  /** Calls so far, of all choices. */
  calls: number
}

/** What is remembered of one of its choices. */
export interface Voice {
  /** Calls so far. */
  calls: number
  /** The last thing said was a thought that is not signed. */
  isThinking: boolean
}

/** A choice that said nothing yet. */
export function newVoice(): Voice {
  return { calls: 0, isThinking: false }
}

/**
 * What one part says; nothing for kinds that only Gemini has (code that it ran, images that it made). A signature may stand on any part.
 * On a text it is that of the thought just before, or, behind words already said, a thought without words.
 */
export function saidIn(value: unknown, spoken: Spoken, voice: Voice): readonly AssistantPart[] {
  const part = objectOf(value)
  const signature = textOf(part.thoughtSignature)
  if (isObject(part.functionCall)) {
    voice.calls++
    voice.isThinking = false
    return [call(part.functionCall, signature, spoken)]
  }
  const text = textOf(part.text) ?? ''
  const signed: AssistantPart[] =
    signature === null ? [] : [{ kind: 'reasoning', text: '', signature: marked(signature) }]
  if (part.thought === true) {
    if (text === '') return follows(voice, signed)
    voice.isThinking = signature === null
    return [{ kind: 'reasoning', text, signature: signature === null ? null : marked(signature) }]
  }
  const words: AssistantPart[] = text === '' ? [] : [{ kind: 'text', text, cacheControl: null }]
  return follows(voice, voice.isThinking ? [...signed, ...words] : [...words, ...signed])
}

function follows(voice: Voice, parts: readonly AssistantPart[]): readonly AssistantPart[] {
  if (parts.length > 0) voice.isThinking = false
  return parts
}

function call(functionCall: JsonObject, signature: string | null, spoken: Spoken): AssistantPart {
  const number = spoken.calls++
  return {
    kind: 'tool_call',
    id: textOf(functionCall.id) || spoken.callIds(spoken.responseId, number),
    name: textOf(functionCall.name) ?? '',
    arguments: JSON.stringify(objectOf(functionCall.args)),
    signature,
    cacheControl: null,
  }
}
