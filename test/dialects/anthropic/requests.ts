// Neutral requests that tests of this dialect begin from, and what the upstream side makes of them.

import { writeRequest } from '../../../runtime/dialects/anthropic/upstream/write-request.ts'
import type {
  AssistantMessage,
  ChatRequest,
  JsonObject,
  Message,
  Tool,
  ToolCallPart,
} from '../../../runtime/dialects/chat.ts'
import { blank } from '../blank.ts'

/** One question, nothing else stated, and whatever is to be different. */
export function asked(changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    ...blank,
    model: 'claude-sonnet-4-5',
    messages: [said('Hi')],
    includeUsage: true,
    ...changes,
  }
}

/** A user's text. */
export function said(text: string): Message {
  return { role: 'user', content: [{ kind: 'text', text, cacheControl: null }], name: null }
}

/** A call of `weather`, after whatever else the model said. */
export function calling(id: string, more: AssistantMessage['content'] = [], json = '{"city":"Köln"}'): Message {
  const call: ToolCallPart = {
    kind: 'tool_call',
    id,
    name: 'weather',
    arguments: json,
    signature: null,
    cacheControl: null,
  }
  return { role: 'assistant', content: [...more, call], name: null }
}

/** What the tool gave back for it. */
export function result(callId: string): Message {
  const content = [{ kind: 'text', text: '7°', cacheControl: null }] as const
  return { role: 'tool', callId, name: 'weather', content, isError: false }
}

/** A schema that every API takes. */
export const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}

/** A tool with that schema. */
export const weather: Tool = {
  name: 'weather',
  description: null,
  parameters: schema,
  strict: null,
  cacheControl: null,
}

/** What the upstream side writes for it, and the names of what it could not say. */
export function written(changes: Partial<ChatRequest>): {
  readonly body: JsonObject
  readonly lost: readonly string[]
  readonly answerTool: string | null
} {
  const lost = new Set<string>()
  return { ...writeRequest(asked(changes), { drop: (field) => lost.add(field) }), lost: [...lost] }
}
