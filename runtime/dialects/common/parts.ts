// What a provider said -> parts of an answer, or events of a stream of one choice: nothing for what is empty or no text.

import type {
  AssistantPart,
  ChatEvent,
  ChatResponse,
  Finish,
  JsonObject,
  TextPart,
  ToolCallPart,
  Usage,
} from '../chat.ts'
import { textOf } from '../loose.ts'

/** Words. */
export function textPart(text: string): TextPart {
  return { kind: 'text', text, cacheControl: null }
}

/** A call, its arguments in JSON or as they are; none are an empty object. */
export function callPart(id: unknown, name: string, input: unknown, signature: string | null = null): ToolCallPart {
  const json = textOf(input) ?? JSON.stringify(input ?? {})
  return { kind: 'tool_call', id: idOf(id), name, arguments: json || '{}', signature, cacheControl: null }
}

/** An id, also one that is no text. */
export function idOf(value: unknown): string {
  return textOf(value) ?? (value == null ? '' : JSON.stringify(value))
}

/** An answer that is the only one, of a provider that tells no more of it. */
export function onlyAnswer(
  content: readonly AssistantPart[],
  finish: Finish,
  usage: Usage | null,
  id: string | null = null,
  logprobs: JsonObject | null = null,
): ChatResponse {
  return { id, model: null, createdSeconds: null, choices: [{ index: 0, content, finish, logprobs }], usage }
}

/** More words, or none and how probable some were. */
export function said(text: unknown, logprobs: JsonObject | null = null): ChatEvent[] {
  return textOf(text) || logprobs ? [{ kind: 'text', choice: 0, text: textOf(text) ?? '', logprobs }] : []
}

/** More of a thought. */
export function thought(text: unknown): ChatEvent[] {
  return textOf(text) ? [{ kind: 'reasoning', choice: 0, text: String(text) }] : []
}
