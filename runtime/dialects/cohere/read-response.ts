// A whole answer of Cohere's v2 chat in, the neutral answer out. Its plan for calling tools is what it thought; citations are left out.

import type { AssistantPart, ChatResponse } from '../chat.ts'
import { Unreadable } from '../unreadable.ts'
import { type CohereUsage, finishOf, logprobsOf, usageOf } from './finish.ts'

/** As far as it may be believed. Source: https://docs.cohere.com/reference/chat */
interface Chat {
  readonly id?: unknown
  readonly finish_reason?: unknown
  readonly message?: { readonly content?: unknown; readonly tool_plan?: unknown; readonly tool_calls?: unknown } | null
  readonly usage?: CohereUsage | null
  readonly logprobs?: unknown
}

interface Content {
  readonly text?: unknown
  readonly thinking?: unknown
}

/** A call, whole or the beginning of one. */
export interface ToolCall {
  readonly id?: unknown
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown } | null
}

/** Throws an Unreadable for a body without a message. */
export function readResponse(body: unknown): ChatResponse {
  const chat = body as Chat | null | undefined
  const message = chat?.message
  if (typeof message !== 'object' || message === null) throw new Unreadable('there is no `message` in it')
  const calls = listOf(message.tool_calls).flatMap((call) => toolCall(call as ToolCall | null))
  const items = typeof message.content === 'string' ? [{ text: message.content }] : listOf(message.content)
  const thought = [message.tool_plan, ...items.map((item) => (item as Content | null)?.thinking)]
    .filter(isText)
    .join('')
  const content: AssistantPart[] = [
    ...(thought === '' ? [] : [{ kind: 'reasoning', text: thought, signature: null } as const]),
    ...items.flatMap((item) => said((item as Content | null)?.text)),
    ...calls,
  ]
  return {
    id: typeof chat?.id === 'string' ? chat.id : null,
    model: null,
    createdSeconds: null,
    choices: [
      { index: 0, content, finish: finishOf(chat?.finish_reason, calls.length), logprobs: logprobsOf(chat?.logprobs) },
    ],
    usage: usageOf(chat?.usage),
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function said(text: unknown): readonly AssistantPart[] {
  return isText(text) ? [{ kind: 'text', text, cacheControl: null }] : []
}

/** An id, also one that is no text. */
export function idOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)
}

/** No arguments are an empty object. */
function toolCall(call: ToolCall | null): readonly AssistantPart[] {
  const { name, arguments: json } = call?.function ?? {}
  if (typeof name !== 'string') return []
  const text = typeof json === 'string' ? json : JSON.stringify(json ?? {})
  return [
    {
      kind: 'tool_call',
      id: idOf(call?.id),
      name,
      arguments: text === '' ? '{}' : text,
      signature: null,
      cacheControl: null,
    },
  ]
}
