// A request's `input` in, the conversation's messages out. Items that follow each other and are the model's (thoughts, texts, calls) are one
// assistant's turn, in their order. Kinds of items that are not known are dropped by name; ones that only point to something are refused.

import type { AssistantPart, JsonObject, Message } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { asks, listOf, needed, objectOf, refusal, stringOf } from './fields.ts'
import { assistantParts, systemParts, userParts } from './parts.ts'
import { unseal } from './seal.ts'

/** What is remembered from item to item. */
interface Reading {
  readonly messages: Message[]
  /** Names of the calls so far by their id: results do not state them. */
  readonly names: Map<string, string>
  /** Signatures of calls to come by their id. */
  readonly signatures: Map<string, string>
  readonly loss: Loss
}

/** A text alone is what the user says. */
export function messagesOf(input: unknown, loss: Loss): readonly Message[] {
  if (typeof input !== 'string' && !Array.isArray(input)) {
    throw refusal('"input" must be a string or a list of items. Send the whole conversation in it.')
  }
  const items: readonly unknown[] = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  const reading: Reading = { messages: [], names: new Map(), signatures: new Map(), loss }
  for (const item of items) readItem(reading, objectOf(item) ?? {})
  return reading.messages
}

function readItem(reading: Reading, item: JsonObject): void {
  const { loss } = reading
  // Short messages have a role and no type.
  const type = stringOf(item.type) ?? 'message'
  switch (type) {
    case 'message':
      readMessage(reading, item)
      break
    case 'function_call':
      readCall(reading, item)
      break
    case 'function_call_output': {
      const callId = needed(item.call_id, 'call_id')
      const content = userParts(item.output, loss)
      const name = stringOf(item.name) ?? reading.names.get(callId) ?? null
      reading.messages.push({ role: 'tool', callId, name, content, isError: false })
      break
    }
    case 'reasoning':
      readReasoning(reading, item)
      break
    case 'item_reference':
    case 'compaction':
      throw refusal(
        `An "input" item of type "${type}" stands for something that only OpenAI holds, and this model's provider has no such API. ` +
          'Send the items themselves (SDKs do so with `store: false`), or use a model of a provider that has it.',
      )
    default:
      loss.drop(`input.${type}`)
  }
}

function readMessage(reading: Reading, { role, content, phase }: JsonObject): void {
  const { loss, messages } = reading
  if (asks(phase)) loss.drop('messages.phase')
  switch (role) {
    case 'assistant':
      say(reading, assistantParts(content, loss))
      break
    case 'user':
      messages.push({ role, content: userParts(content, loss), name: null })
      break
    case 'system':
    case 'developer':
      messages.push({ role, content: systemParts(content, loss), name: null })
      break
    default:
      throw refusal(
        `"role" of an "input" message must be "user", "assistant", "system" or "developer", and is ${JSON.stringify(role)}.`,
      )
  }
}

function readCall(reading: Reading, item: JsonObject): void {
  const id = needed(item.call_id, 'call_id')
  const name = needed(item.name, 'name')
  if (asks(item.namespace)) reading.loss.drop('input.function_call.namespace')
  reading.names.set(id, name)
  say(reading, [
    {
      kind: 'tool_call',
      id,
      name,
      arguments: needed(item.arguments, 'arguments'),
      signature: reading.signatures.get(id) ?? null,
      cacheControl: null,
    },
  ])
}

/** The thought itself where it is there, else its summary. */
function readReasoning(reading: Reading, item: JsonObject): void {
  const encrypted = stringOf(item.encrypted_content)
  const sealed = encrypted === null ? null : unseal(encrypted)
  if (encrypted !== null && sealed === null) reading.loss.drop('reasoning.encrypted_content')
  if (sealed?.kind === 'redacted') say(reading, [{ kind: 'redacted_reasoning', data: sealed.value }])
  if (sealed?.kind === 'call') reading.signatures.set(sealed.callId, sealed.value)
  const signature = sealed?.kind === 'signature' ? sealed.value : null
  const text = textOf(item.content) || textOf(item.summary)
  if (text !== '' || signature !== null) say(reading, [{ kind: 'reasoning', text, signature }])
}

function textOf(parts: unknown): string {
  return listOf(parts)
    .map((part) => stringOf(objectOf(part)?.text) ?? '')
    .join('\n\n')
}

/** The model goes on with its turn, or begins one. */
function say({ messages }: Reading, parts: readonly AssistantPart[]): void {
  if (parts.length === 0) return
  const last = messages.at(-1)
  if (last?.role === 'assistant') messages[messages.length - 1] = { ...last, content: [...last.content, ...parts] }
  else messages.push({ role: 'assistant', content: parts, name: null })
}
