// What a model says in, its parts out: never fails, as a provider's own words are among them, and what is no part of ours is dropped by name.
// Source: OpenAI's API reference, Chat Completions, "messages"; Responses, `output`; Mistral's for a list with thoughts in it.

import type { AssistantPart, CacheControl, JsonObject, TextPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { filled, isObject, objectsIn, textOf } from '../loose.ts'

/** A text, or a list of parts. */
export function readWords(content: unknown, loss: Loss): readonly AssistantPart[] {
  if (typeof content === 'string') return readText({ text: content })
  return objectsIn(content).flatMap((part): readonly AssistantPart[] => {
    const { type, refusal, thinking, signature, annotations } = part
    if (Array.isArray(annotations) && annotations.length > 0) loss.drop('messages.annotations')
    if (isText(type)) return readText(part)
    if (type === 'refusal') return readRefusal(refusal)
    if (type === 'thinking') {
      const text = textOf(thinking) ?? joinedTexts(thinking, '')
      return text === '' ? [] : [{ kind: 'reasoning', text, signature: filled(signature) }]
    }
    loss.drop(`messages.${type}`)
    return []
  })
}

/** Where the model says that it will not. */
export function readRefusal(refusal: unknown): readonly AssistantPart[] {
  const text = filled(refusal)
  return text === null ? [] : [{ kind: 'refusal', text }]
}

/** A list's texts as one. */
export function joinedTexts(list: unknown, separator: string): string {
  return objectsIn(list)
    .map(({ text }) => textOf(text) ?? '')
    .join(separator)
}

/**
 * A mark for the prompt cache. Two ways to say it: Anthropic's, which OpenRouter and LiteLLM take here as well, and OpenAI's own breakpoint,
 * whose least lifetime of 30 minutes only Anthropic's hour covers. Source: OpenAI's API reference, `prompt_cache_breakpoint`.
 */
export function cacheMarkOf({ cache_control, prompt_cache_breakpoint: breakpoint }: JsonObject): CacheControl | null {
  if (isObject(cache_control)) return cache_control
  if (!isObject(breakpoint)) return null
  return { type: 'ephemeral', ...(breakpoint.ttl ? { ttl: '1h' } : {}) }
}

/** Whether parts of this type are texts: `text`, `input_text`, `output_text`. */
export function isText(type: unknown): boolean {
  return /(?:^|_)text$/.test(`${type}`)
}

/** The text that a part says, with its mark for the cache; nothing for an empty one. */
export function readText(part: JsonObject): readonly TextPart[] {
  const text = filled(part.text)
  return text === null ? [] : [{ kind: 'text', text, cacheControl: cacheMarkOf(part) }]
}
