// A request that says nothing but a question, for tests to say more, and the words to say it in; what it becomes, and what it loses.

import type {
  ChatRequest,
  Message,
  TextPart,
  Tool,
  ToolCallPart,
  ToolMessage,
  UserPart,
} from '../../../runtime/dialects/chat.ts'
import type { UpstreamDialect } from '../../../runtime/dialects/dialect.ts'
import { blank } from '../blank.ts'

/** What was named, each once, and a loss that does so. */
export function losses(): { readonly names: ReadonlySet<string>; readonly drop: (field: string) => void } {
  const names = new Set<string>()
  return { names, drop: (field) => names.add(field) }
}

/** To a Claude. */
export const plainRequest: ChatRequest = {
  ...blank,
  model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'Hello?', cacheControl: null }], name: null }],
}

/** The body for the plain request with more said, as JSON, and what was named. */
export function written(
  dialect: UpstreamDialect,
  request: Partial<ChatRequest>,
): { readonly [name: string]: unknown; readonly lost: readonly string[] } {
  const loss = losses()
  const { body } = dialect.write({ ...plainRequest, ...request }, loss)
  return { ...JSON.parse(JSON.stringify(body)), lost: [...loss.names].sort() }
}

/** A text. */
export function text(words: string): TextPart {
  return { kind: 'text', text: words, cacheControl: null }
}

/** A turn of the user's. */
export function user(...content: UserPart[]): Message {
  return { role: 'user', content, name: null }
}

/** A call. */
export function call(id: string, name: string, json: string): ToolCallPart {
  return { kind: 'tool_call', id, name, arguments: json, signature: null, cacheControl: null }
}

/** A turn of nothing but calls. */
export function calls(...content: ToolCallPart[]): Message {
  return { role: 'assistant', content, name: null }
}

/** What a tool gave back. */
export function result(callId: string, ...content: UserPart[]): ToolMessage {
  return { role: 'tool', callId, name: null, content, isError: false }
}

/** A tool that takes a city. */
export function tool(name: string): Tool {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } }
  return { name, description: null, parameters, strict: null, cacheControl: null }
}

/** A document of five bytes. */
export function file(mediaType: string, name: string | null): UserPart {
  return { kind: 'file', source: { kind: 'bytes', mediaType, base64 }, name, cacheControl: null }
}

/** Five bytes. */
export const base64 = 'aGVsbG8='
