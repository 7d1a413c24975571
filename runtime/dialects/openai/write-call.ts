// A tool call in, its entry in `tool_calls` out. Source: OpenAI's API reference; for the signature Google's guide to thought signatures.

import type { JsonObject } from '../chat.ts'

/** `signature` is `null` where there is none, or where it would not be understood. */
export function writeCall(id: string, name: string, json: string, signature: string | null): JsonObject {
  const call = { id, type: 'function', function: { name, arguments: json } }
  return signature === null ? call : { ...call, extra_content: { google: { thought_signature: signature } } }
}
