// A stand-in for Cohere's v2 chat, from its API reference: reads requests, writes answers and streams.

import type {
  AssistantPart,
  ChatEvent,
  ChatResponse,
  Finish,
  JsonObject,
  Usage,
} from '../../../runtime/dialects/chat.ts'
import type { ProviderSide } from '../provider.ts'
import { expressibleRequest, expressibleResponse } from './expressible.ts'
import { readRequest } from './read-request.ts'

/** Cohere. */
export const cohere: ProviderSide = {
  read: (body) => readRequest(body),
  response,
  events: (events) => {
    const write = writer()
    return events.flatMap(write).map(frame)
  },
  failure: ({ message }) => ({ id: 'f4a1', message }),
  contentType: 'text/event-stream',
  expressible: { request: expressibleRequest, response: expressibleResponse },
}

function frame(event: JsonObject): Uint8Array {
  return Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
}

function response({ id, choices, usage }: ChatResponse): JsonObject {
  const { content = [], finish, logprobs = null } = choices[0] ?? {}
  const calls = content.flatMap((part) => (part.kind === 'tool_call' ? [toolCall(part)] : []))
  return {
    ...(id === null ? {} : { id }),
    finish_reason: reasonOf(finish),
    message: {
      role: 'assistant',
      content: content.flatMap(item),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    },
    ...(usage === null ? {} : { usage: usageOf(usage) }),
    ...(logprobs === null ? {} : { logprobs: items(logprobs) }),
  }
}

function item(part: AssistantPart): readonly JsonObject[] {
  if (part.kind === 'text' || part.kind === 'refusal') return [{ type: 'text', text: part.text }]
  return part.kind === 'reasoning' ? [{ type: 'thinking', thinking: part.text }] : []
}

function toolCall({ id, name, arguments: json }: AssistantPart & { kind: 'tool_call' }): JsonObject {
  return { id, type: 'function', function: { name, arguments: json } }
}

function reasonOf(finish: Finish | undefined): string {
  if (finish === undefined) return 'COMPLETE'
  const reasons: { readonly [reason in Finish['reason']]: string } = {
    stop: 'COMPLETE',
    length: 'MAX_TOKENS',
    tool_calls: 'TOOL_CALL',
    content_filter: 'ERROR_TOXIC',
    refusal: 'COMPLETE',
    pause: 'COMPLETE',
    error: 'ERROR',
  }
  return reasons[finish.reason]
}

function usageOf({ inputTokens, outputTokens, cachedTokens }: Usage): JsonObject {
  return {
    billed_units: { input_tokens: Math.floor(inputTokens / 2), output_tokens: Math.floor(outputTokens / 2) },
    tokens: { input_tokens: inputTokens, output_tokens: outputTokens },
    ...(cachedTokens === null ? {} : { cached_tokens: cachedTokens }),
  }
}

/** Two tokens each: their probabilities multiply. */
function items({ content }: JsonObject): readonly JsonObject[] {
  return (content as readonly { token: string; logprob: number }[]).map(({ token, logprob }) => ({
    text: token,
    token_ids: [1, 2],
    logprobs: [logprob / 2, logprob / 2],
  }))
}

/** One piece of content at a time; a call is open until the next thing begins, as Cohere's do not mix. */
function writer(): (event: ChatEvent) => readonly JsonObject[] {
  let pieces = 0
  let open: { readonly kind: string; readonly index: number } | null = null
  let usage: Usage | null = null
  let finish: Finish | undefined

  const close = (): JsonObject[] => {
    if (open === null) return []
    const { kind, index } = open
    open = null
    return [{ type: kind === 'call' ? 'tool-call-end' : 'content-end', index }]
  }
  const said = (kind: 'text' | 'thinking', words: string, logprobs: JsonObject | null): JsonObject[] => {
    const isOpen = open?.kind === kind
    const before = isOpen ? [] : close()
    open ??= { kind, index: pieces++ }
    const { index } = open
    const start = { type: 'content-start', index, delta: { message: { content: { type: kind, [kind]: '' } } } }
    const told = logprobs === null ? [] : items(logprobs)
    const delta = { message: { content: { [kind]: words } } }
    const [first, ...rest] = told
    return [
      ...before,
      ...(isOpen ? [] : [start]),
      { type: 'content-delta', index, delta, ...(first === undefined ? {} : { logprobs: first }) },
      ...rest.map((logprob) => ({
        type: 'content-delta',
        index,
        delta: { message: { content: { [kind]: '' } } },
        logprobs: logprob,
      })),
    ]
  }

  return (event) => {
    switch (event.kind) {
      case 'start':
        return [
          {
            type: 'message-start',
            ...(event.id === null ? {} : { id: event.id }),
            delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } },
          },
        ]
      case 'text':
        return said('text', event.text, event.logprobs)
      case 'refusal':
        return said('text', event.text, null)
      case 'reasoning':
        return said('thinking', event.text, null)
      case 'signature':
      case 'redacted_reasoning':
      case 'ping':
        return []
      case 'tool_call': {
        const before = close()
        open = { kind: 'call', index: event.index }
        const call = { id: event.id, type: 'function', function: { name: event.name, arguments: '' } }
        return [...before, { type: 'tool-call-start', index: event.index, delta: { message: { tool_calls: call } } }]
      }
      case 'arguments': {
        const delta = { message: { tool_calls: { function: { arguments: event.json } } } }
        return [{ type: 'tool-call-delta', index: event.index, delta }]
      }
      case 'finish':
        finish = event.finish
        return close()
      case 'usage':
        usage = event.usage
        return []
      case 'failure':
        return [{ type: 'message-end', delta: { finish_reason: 'ERROR', error: event.failure.message } }]
      case 'end':
        return [
          {
            type: 'message-end',
            delta: { finish_reason: reasonOf(finish), ...(usage === null ? {} : { usage: usageOf(usage) }) },
          },
        ]
      default:
        return event satisfies never
    }
  }
}
