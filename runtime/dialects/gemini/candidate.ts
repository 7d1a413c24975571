// A candidate's parts -> what was said, part by part, the same for whole answers and for pieces of them.

import type { AssistantPart, JsonObject } from '../chat.ts'
import { callPart, textPart } from '../common/parts.ts'
import { isObject, listOf, objectOf, textOf } from '../loose.ts'
import { marked } from './signature.ts'

/** What is remembered of a choice as it comes. */
export interface Voice {
  /** Calls so far. */
  calls: number
  /** The last thing said was a thought that is not signed. */
  isThinking: boolean
  finishReason: string | null
}

/** A choice that said nothing yet. */
export function newVoice(): Voice {
  return { calls: 0, isThinking: false, finishReason: null }
}

/** What ends an answer to a prompt that was refused. */
const BLOCKED: JsonObject = { finishReason: 'PROHIBITED_CONTENT' }

/** An answer's candidates. It has none where the prompt was refused: then it is as if the answer had been. */
export function candidatesOf({ candidates, promptFeedback }: JsonObject): readonly JsonObject[] {
  const all = listOf(candidates).map(objectOf)
  return all.length === 0 && textOf(objectOf(promptFeedback).blockReason) !== null ? [BLOCKED] : all
}

/**
 * What one part says; nothing for kinds that only Gemini has (code that it ran, images that it made). A signature may stand on any part.
 * On a text it is that of the thought just before, or, behind words already said, a thought without words.
 */
export function saidIn(value: unknown, voice: Voice, nextId: () => string): readonly AssistantPart[] {
  const { text, thought, thoughtSignature, functionCall } = objectOf(value)
  const signature = textOf(thoughtSignature)
  if (isObject(functionCall)) {
    voice.calls++
    voice.isThinking = false
    const id = nextId()
    const { name, args } = functionCall
    return [callPart(textOf(functionCall.id) || id, textOf(name) ?? '', objectOf(args), signature)]
  }
  const words = textOf(text) ?? ''
  const isThought = thought === true && words !== ''
  const mark = signature === null ? null : marked(signature)
  const thoughts: AssistantPart[] =
    isThought || mark !== null ? [{ kind: 'reasoning', text: isThought ? words : '', signature: mark }] : []
  const texts = words === '' || isThought ? [] : [textPart(words)]
  const parts = voice.isThinking ? [...thoughts, ...texts] : [...texts, ...thoughts]
  if (parts.length > 0) voice.isThinking = isThought && mark === null
  return parts
}
