// A whole answer of Bedrock's Converse in, the neutral answer out. It has one choice, no id and no model.

import type { AssistantPart, ChatResponse } from '../chat.ts'
import { callPart, onlyAnswer, textPart } from '../common/parts.ts'
import { listOf, objectOf, textOf } from '../loose.ts'
import { Unreadable } from '../unreadable.ts'
import { finishOf } from './finish.ts'
import { usageOf } from './usage.ts'

/** What Bedrock runs itself is no call for the caller. */
export const SERVER_TOOL = 'server_tool_use'

/** `answerTool`: its first call is the answer, and words around it are not. Throws an Unreadable for a body without a message. */
export function readResponse(body: unknown, answerTool: string | null): ChatResponse {
  const response = objectOf(body)
  const blocks = objectOf(objectOf(response.output).message).content
  if (!Array.isArray(blocks)) throw new Unreadable('there is no `output.message.content` in it')
  const parts = blocks.flatMap(partsOf)
  const isAnswer = (part: AssistantPart): boolean => part.kind === 'tool_call' && part.name === answerTool
  const answer = parts.find(isAnswer)
  const content = parts.flatMap((part) => {
    if (part === answer && part.kind === 'tool_call') return textPart(part.arguments)
    return answer && (part.kind === 'text' || isAnswer(part)) ? [] : part
  })
  const calls = content.filter(({ kind }) => kind === 'tool_call').length
  return onlyAnswer(content, finishOf(response, calls, answer !== undefined), usageOf(response.usage))
}

function partsOf(block: unknown): readonly AssistantPart[] {
  const { text, reasoningContent, toolUse, citationsContent } = objectOf(block)
  const { reasoningText, redactedContent } = objectOf(reasoningContent)
  const { text: thought, signature } = objectOf(reasoningText)
  const { toolUseId, name, input, type } = objectOf(toolUse)
  if (typeof text === 'string') return [textPart(text)]
  if (typeof redactedContent === 'string') return [{ kind: 'redacted_reasoning', data: redactedContent }]
  if (typeof thought === 'string') return [{ kind: 'reasoning', text: thought, signature: textOf(signature) || null }]
  if (typeof name === 'string' && type !== SERVER_TOOL) return [callPart(toolUseId, name, input)]
  return listOf(objectOf(citationsContent).content).flatMap(partsOf)
}
