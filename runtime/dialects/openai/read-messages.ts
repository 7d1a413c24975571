// The messages of a request in, neutral ones out. Roles and fields of the older API (`function`, `function_call`) are read as what replaced
// them. Source: OpenAI's API reference, Chat Completions, "messages".

import type { AssistantMessage, JsonObject, Message } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { objectOf, textOf } from './fields.ts'
import { readAssistant } from './read-assistant.ts'
import { cacheMarkOf, marked } from './read-cache-mark.ts'
import { readContent, readTexts } from './read-parts.ts'
import { wantedObjects, wrong } from './wanted.ts'

/** What earlier messages tell later ones: each call's tool, and the function calls that had no id and no answer yet. */
interface Calls {
  readonly names: Map<string, string>
  readonly open: { readonly id: string; readonly name: string }[]
}

/** Throws a GatewayError for what is no list of messages, and for a role that there is not. */
export function readMessages(messages: unknown, loss: Loss): readonly Message[] {
  if (!Array.isArray(messages)) throw wrong('messages', 'a list')
  const calls: Calls = { names: new Map(), open: [] }
  return wantedObjects('messages', messages).map((message, position) => readMessage(message, position, calls, loss))
}

function readMessage(message: JsonObject, position: number, calls: Calls, loss: Loss): Message {
  const field = `messages[${position}]`
  const name = textOf(message.name)
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: message.role, content: readTexts(message, field, loss), name }
    case 'user':
      return { role: 'user', content: readContent(message, field, loss), name }
    case 'assistant':
      return readOwn(message, position, calls, loss)
    case 'tool': {
      const callId = textOf(message.tool_call_id)
      if (callId === null) throw wrong(`${field}.tool_call_id`, 'the id of the call that this answers')
      return toolMessage(message, callId, calls.names.get(callId) ?? name)
    }
    case 'function': {
      const [call] = calls.open.splice(
        Math.max(
          0,
          calls.open.findIndex((call) => call.name === name),
        ),
        1,
      )
      return toolMessage(message, call?.id ?? `call_${position}`, name)
    }
    default:
      throw wrong(`${field}.role`, 'one of system, developer, user, assistant, tool')
  }

  function toolMessage(message: JsonObject, callId: string, name: string | null): Message {
    return {
      role: 'tool',
      callId,
      name,
      content: readContent(message, field, loss),
      isError: message.is_error === true,
    }
  }
}

function readOwn(message: JsonObject, position: number, calls: Calls, loss: Loss): AssistantMessage {
  if (objectOf(message.audio) !== null) loss.drop('messages.audio')
  const parts = readAssistant(message, (call) => `call_${position}_${call}`, loss)
  for (const part of parts) {
    if (part.kind !== 'tool_call') continue
    calls.names.set(part.id, part.name)
    if (objectOf(message.function_call) !== null) calls.open.push(part)
  }
  const mark = cacheMarkOf(message)
  const withMark = mark === null ? parts : marked(parts, mark)
  if (withMark === null) loss.drop('cache_control')
  return { role: 'assistant', content: withMark ?? parts, name: textOf(message.name) }
}
