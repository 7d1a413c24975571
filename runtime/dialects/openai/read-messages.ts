// The messages of a request in, neutral ones out. Source: OpenAI's API reference, Chat Completions, "messages".

import type { JsonObject, Message, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { filled, isObject } from '../loose.ts'
import { readAssistant } from './read-assistant.ts'
import { marked, readContent, textsIn } from './read-parts.ts'
import { fieldsOf, wantedObjects, wrong } from './wanted.ts'

/** Throws a GatewayError for what is no list of messages, and for a role that there is not. */
export function readMessages(messages: readonly unknown[], loss: Loss): readonly Message[] {
  /** Each call's tool, which its result need not name. */
  const names = new Map<string, string>()

  function readMessage(message: JsonObject, position: number): Message {
    const field = `messages[${position}]`
    const { role, content } = message
    const name = filled(message.name)
    const input = (): readonly UserPart[] => readContent(content, `${field}.content`, loss)
    switch (role) {
      case 'system':
      case 'developer':
        return { role, content: marked(textsIn(input(), loss), message, loss), name }
      case 'user':
        return { role, content: marked(input(), message, loss), name }
      case 'assistant': {
        for (const lost of ['audio', 'function_call']) if (isObject(message[lost])) loss.drop(`messages.${lost}`)
        const parts = readAssistant(message, (call) => `call_${position}_${call}`, loss)
        for (const part of parts) if (part.kind === 'tool_call') names.set(part.id, part.name)
        return { role, content: marked(parts, message, loss), name }
      }
      case 'tool': {
        const callId = fieldsOf(message, `${field}.`).need('tool_call_id', 'string')
        return {
          role,
          callId,
          name: names.get(callId) ?? name,
          content: marked(input(), message, loss),
          isError: message.is_error === true,
        }
      }
      default:
        throw wrong(`${field}.role`, 'one of system, developer, user, assistant, tool')
    }
  }

  return wantedObjects('messages', messages).map(readMessage)
}
