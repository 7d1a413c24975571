// A whole answer of Bedrock's Converse in, the neutral answer out. It has one choice, no id and no model.

import type { AssistantPart, ChatResponse } from '../chat.ts'
import { Unreadable } from '../unreadable.ts'
import { finishOf, type Stop, type TokenUsage, usageOf } from './finish.ts'

/** A content block, as far as it may be believed. */
interface Block {
  readonly text?: unknown
  readonly reasoningContent?: {
    readonly reasoningText?: { readonly text?: unknown; readonly signature?: unknown } | null
    readonly redactedContent?: unknown
  } | null
  readonly toolUse?: ToolUse | null
  readonly citationsContent?: { readonly content?: unknown } | null
}

interface ToolUse {
  readonly toolUseId?: unknown
  readonly name?: unknown
  readonly input?: unknown
  readonly type?: unknown
}

interface ConverseResponse extends Stop {
  readonly output?: { readonly message?: { readonly content?: unknown } | null } | null
  readonly usage?: TokenUsage | null
}

/** What Bedrock runs itself is no call for the caller. */
export const SERVER_TOOL = 'server_tool_use'

/** `answerTool`: its first call is the answer, and words around it are not. Throws an Unreadable for a body without a message. */
export function readResponse(body: unknown, answerTool: string | null): ChatResponse {
  const response = body as ConverseResponse | null | undefined
  const blocks = response?.output?.message?.content
  if (!Array.isArray(blocks)) throw new Unreadable('there is no `output.message.content` in it')
  const parts = (blocks as (Block | null)[]).flatMap(partsOf)
  const isAnswer = (part: AssistantPart): boolean => part.kind === 'tool_call' && part.name === answerTool
  const answer = parts.find(isAnswer)
  const content = parts.flatMap((part): AssistantPart[] => {
    if (part === answer && part.kind === 'tool_call') return [textPart(part.arguments)]
    return isAnswer(part) || (answer !== undefined && part.kind === 'text') ? [] : [part]
  })
  const calls = content.filter(({ kind }) => kind === 'tool_call').length
  const choice = { index: 0, content, finish: finishOf(response, calls, answer !== undefined), logprobs: null }
  return { id: null, model: null, createdSeconds: null, choices: [choice], usage: usageOf(response?.usage) }
}

function partsOf(block: Block | null): readonly AssistantPart[] {
  const { text, reasoningContent, toolUse, citationsContent } = block ?? {}
  if (typeof text === 'string') return [textPart(text)]
  const cited = citationsContent?.content
  if (Array.isArray(cited)) return (cited as (Block | null)[]).flatMap(partsOf)
  if (typeof reasoningContent?.redactedContent === 'string') {
    return [{ kind: 'redacted_reasoning', data: reasoningContent.redactedContent }]
  }
  const thought = reasoningContent?.reasoningText
  if (typeof thought?.text === 'string') {
    const signature = typeof thought.signature === 'string' && thought.signature !== '' ? thought.signature : null
    return [{ kind: 'reasoning', text: thought.text, signature }]
  }
  return toolUse === null || toolUse === undefined ? [] : toolCall(toolUse)
}

function toolCall({ toolUseId, name, input, type }: ToolUse): readonly AssistantPart[] {
  if (type === SERVER_TOOL || typeof name !== 'string') return []
  return [
    {
      kind: 'tool_call',
      id: idOf(toolUseId),
      name,
      arguments: typeof input === 'string' ? input : JSON.stringify(input ?? {}),
      signature: null,
      cacheControl: null,
    },
  ]
}

/** An id, also one that is no text. */
export function idOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)
}

function textPart(text: string): AssistantPart {
  return { kind: 'text', text, cacheControl: null }
}
