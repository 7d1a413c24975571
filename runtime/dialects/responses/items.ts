// A request's `input` in, the conversation's messages out. Items that follow each other and are the model's (thoughts, texts, calls) are one
// assistant's turn, in their order. Kinds of items that are not known are dropped by name; ones that only point to something are refused.

import { GatewayError } from '../../problem.ts'
import type { AssistantPart, JsonObject, Message, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { filled } from '../loose.ts'
import { readContent, textsIn } from '../openai/read-parts.ts'
import { joinedTexts, readWords } from '../openai/read-words.ts'
import { asks, fieldsOf, wantedObjects, wrong } from '../openai/wanted.ts'
import { unseal } from './seal.ts'

/** A text alone is what the user says. Throws a GatewayError. */
export function messagesOf(input: unknown, loss: Loss): readonly Message[] {
  const messages: Message[] = []
  /** Names of the calls so far by their id: results do not state them. */
  const names = new Map<string, string>()
  /** Signatures of calls to come by their id. */
  const signatures = new Map<string, string>()

  /** The model goes on with its turn, or begins one. */
  function say(...parts: readonly AssistantPart[]): void {
    const last = messages.at(-1)
    if (last?.role === 'assistant') messages.splice(-1, 1, { ...last, content: [...last.content, ...parts] })
    else if (parts.length > 0) messages.push({ role: 'assistant', content: parts, name: null })
  }

  function readMessage({ role, content, phase }: JsonObject, field: string): void {
    const input = (): readonly UserPart[] => readContent(content, `${field}content`, loss)
    if (asks(phase)) loss.drop('messages.phase')
    switch (role) {
      case 'assistant':
        say(...readWords(content, loss))
        break
      case 'user':
        messages.push({ role, content: input(), name: null })
        break
      case 'system':
      case 'developer':
        messages.push({ role, content: textsIn(input(), loss), name: null })
        break
      default:
        throw wrong(`${field}role`, 'one of user, assistant, system, developer')
    }
  }

  /** The thought itself where it is there, else its summary. */
  function readThought({ encrypted_content, content, summary }: JsonObject): void {
    const encrypted = filled(encrypted_content)
    const { kind, value = '', callId = '' } = unseal(encrypted ?? '') ?? {}
    if (kind === undefined && encrypted !== null) loss.drop('reasoning.encrypted_content')
    if (kind === 'redacted') say({ kind: 'redacted_reasoning', data: value })
    if (kind === 'call') signatures.set(callId, value)
    const signature = kind === 'signature' ? value : null
    const text = joinedTexts(content, '\n\n') || joinedTexts(summary, '\n\n')
    if (text !== '' || signature !== null) say({ kind: 'reasoning', text, signature })
  }

  function readItem(item: JsonObject, position: number): void {
    const field = `input[${position}].`
    const { need } = fieldsOf(item, field)
    // Short messages have a role and no type.
    const { type = 'message', output, namespace } = item
    switch (type) {
      case 'message':
        readMessage(item, field)
        break
      case 'reasoning':
        readThought(item)
        break
      case 'function_call': {
        const [id, name] = [need('call_id', 'string'), need('name', 'string')]
        if (asks(namespace)) loss.drop('input.function_call.namespace')
        names.set(id, name)
        const signature = signatures.get(id) ?? null
        say({
          kind: 'tool_call',
          id,
          name,
          arguments: need('arguments', 'string'),
          signature,
          cacheControl: null,
        })
        break
      }
      case 'function_call_output': {
        const callId = need('call_id', 'string')
        const name = filled(item.name) ?? names.get(callId) ?? null
        const content = readContent(output, `${field}output`, loss)
        messages.push({ role: 'tool', callId, name, content, isError: false })
        break
      }
      case 'item_reference':
      case 'compaction':
        throw stateless(`An item of type '${type}'`)
      default:
        loss.drop(`input.${type}`)
    }
  }

  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  if (items === null) throw wrong('input', WHAT)
  wantedObjects('input', items, WHAT).forEach(readItem)
  return messages
}

const WHAT = 'a text or a list of items'

/** The error for what stands for something that only OpenAI holds. */
export function stateless(what: string): GatewayError {
  return new GatewayError(
    'invalidRequest',
    `${what} stands for what only OpenAI holds, and this model's provider has no such API. Send the whole conversation in 'input' ` +
      '(SDKs do so with `store: false`), or use a model of a provider that has it.',
  )
}
