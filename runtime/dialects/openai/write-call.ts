// Tool calls in, the entries of `tool_calls` out. Source: OpenAI's API reference; for the signature Google's guide to thought signatures.

import type { AssistantPart, JsonObject } from '../chat.ts'

/** The calls in an answer; `null` for none. A call without arguments has empty ones: servers and clients parse them. */
export function writeCalls(content: readonly AssistantPart[]): readonly JsonObject[] | null {
  const calls = content.filter((part) => part.kind === 'tool_call')
  return calls.length === 0 ? null : calls.map((call) => writeCall(call, call.arguments || '{}'))
}

/** `signature` is `null` where there is none, or where it would not be understood. */
export function writeCall(
  { id, name, signature }: { readonly id: string; readonly name: string; readonly signature: string | null },
  json: string,
): JsonObject {
  const call = { id, type: 'function', function: { name, arguments: json } }
  return signature === null ? call : { ...call, extra_content: { google: { thought_signature: signature } } }
}
