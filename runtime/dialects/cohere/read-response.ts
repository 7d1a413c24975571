// A whole answer of Cohere's v2 chat in, the neutral answer out. Its plan for calling tools is what it thought; citations are left out.

import type { AssistantPart, ChatResponse } from '../chat.ts'
import { callPart, onlyAnswer, textPart } from '../common/parts.ts'
import { isObject, listOf, objectOf, textOf } from '../loose.ts'
import { Unreadable } from '../unreadable.ts'
import { finishOf, logprobsOf } from './finish.ts'
import { usageOf } from './usage.ts'

/** Throws an Unreadable for a body without a message. Source: https://docs.cohere.com/reference/chat */
export function readResponse(body: unknown): ChatResponse {
  const { id, message, finish_reason, logprobs, usage } = objectOf(body)
  if (!isObject(message)) throw new Unreadable('there is no `message` in it')
  const { content: said, tool_plan, tool_calls } = message
  const items = typeof said === 'string' ? [{ text: said }] : listOf(said).map(objectOf)
  const thought = [tool_plan, ...items.map(({ thinking }) => thinking)].map(textOf).join('')
  const calls = listOf(tool_calls).flatMap(toolCall)
  const content: AssistantPart[] = [
    ...(thought === '' ? [] : [{ kind: 'reasoning', text: thought, signature: null } as const]),
    ...items.flatMap(({ text }) => (textOf(text) ? [textPart(String(text))] : [])),
    ...calls,
  ]
  const finish = finishOf(finish_reason, calls.length)
  return onlyAnswer(content, finish, usageOf(usage), textOf(id), logprobsOf(listOf(logprobs)))
}

function toolCall(call: unknown): readonly AssistantPart[] {
  const { id, function: called } = objectOf(call)
  const { name, arguments: json } = objectOf(called)
  return typeof name === 'string' ? [callPart(id, name, json)] : []
}
