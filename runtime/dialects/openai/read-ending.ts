// `finish_reason` as OpenAI-shaped servers write it in, the neutral reason out. Source: OpenAI's API reference, and those of DeepSeek,
// Mistral, Moonshot, Together, vLLM and xAI for what differs.

import type { Finish, JsonObject } from '../chat.ts'
import { filled } from '../loose.ts'

const REASONS: readonly (readonly [said: RegExp, reason: Finish['reason']])[] = [
  [/length|max_tokens/, 'length'],
  [/tool|function/, 'tool_calls'],
  [/content_filter/, 'content_filter'],
  [/refusal/, 'refusal'],
  [/error|abort|insufficient/, 'error'],
]

/** What is not known is a stop: `eos`, `end_turn`, an empty text. An answer with calls that stops wants them made, whatever its server says. */
export function readFinish({ finish_reason, stop_reason }: JsonObject, hasCalls: boolean): Finish {
  const [, reason] = REASONS.find(([said]) => said.test(`${finish_reason}`)) ?? []
  return { reason: reason ?? (hasCalls ? 'tool_calls' : 'stop'), stopSequence: filled(stop_reason) }
}
