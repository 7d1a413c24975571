// A stand-in for Bedrock's Converse and ConverseStream, from AWS's API reference: reads requests, writes answers, real binary frames too.

import type {
  AssistantPart,
  ChatEvent,
  ChatResponse,
  Failure,
  Finish,
  JsonObject,
  Usage,
} from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'
import type { ProviderSide } from '../provider.ts'
import { expressibleRequest, expressibleResponse } from './expressible.ts'
import { event, exception } from './frames.ts'
import { readRequest } from './read-request.ts'

/** Bedrock. */
export const bedrock: ProviderSide = {
  read: readRequest,
  response,
  events: (events) => {
    const write = writer()
    return events.flatMap(write)
  },
  failure: ({ message, type }) => ({ message, ...(type === null ? {} : { __type: type }) }),
  contentType: 'application/vnd.amazon.eventstream',
  expressible: { request: expressibleRequest, response: expressibleResponse },
}

function response({ choices, usage }: ChatResponse): JsonObject {
  const { content = [], finish = { reason: 'stop', stopSequence: null } } = choices[0] ?? {}
  return {
    metrics: { latencyMs: 12 },
    output: { message: { role: 'assistant', content: content.map(block) } },
    ...stopOf(finish as Finish),
    ...(usage === null ? {} : { usage: usageOf(usage) }),
  }
}

function block(part: AssistantPart): JsonObject {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return { text: part.text }
    case 'reasoning': {
      const { text, signature } = part
      return { reasoningContent: { reasoningText: { text, ...(signature === null ? {} : { signature }) } } }
    }
    case 'redacted_reasoning':
      return { reasoningContent: { redactedContent: part.data } }
    case 'tool_call': {
      const input = parseExactly(part.arguments)
      return { toolUse: { toolUseId: part.id, name: part.name, input, type: 'tool_use' } }
    }
    default:
      return part satisfies never
  }
}

function stopOf({ reason, stopSequence }: Finish): JsonObject {
  const reasons: { readonly [reason in Finish['reason']]: string } = {
    stop: stopSequence === null ? 'end_turn' : 'stop_sequence',
    length: 'max_tokens',
    tool_calls: 'tool_use',
    content_filter: 'content_filtered',
    refusal: 'refusal',
    pause: 'pause_turn',
    error: 'malformed_model_output',
  }
  return { stopReason: reasons[reason], additionalModelResponseFields: { stop_sequence: stopSequence } }
}

function usageOf({ inputTokens, outputTokens, cachedTokens, cacheWriteTokens }: Usage): JsonObject {
  return {
    inputTokens: inputTokens - (cachedTokens ?? 0) - (cacheWriteTokens ?? 0),
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    ...(cachedTokens === null ? {} : { cacheReadInputTokens: cachedTokens }),
    ...(cacheWriteTokens === null ? {} : { cacheWriteInputTokens: cacheWriteTokens }),
    serverToolUsage: {},
  }
}

/** One block at a time for what is said and thought; calls stay open, as their arguments may come in any mix. */
function writer(): (chatEvent: ChatEvent) => readonly Uint8Array[] {
  let blocks = 0
  let open: { readonly kind: string; readonly index: number } | null = null
  const calls = new Map<number, number>()
  const usages: Usage[] = []

  const close = (): Uint8Array[] => {
    if (open === null) return []
    const { index } = open
    open = null
    return [event('contentBlockStop', { contentBlockIndex: index })]
  }
  const said = (kind: string, delta: JsonObject): Uint8Array[] => {
    const before = open?.kind === kind ? [] : close()
    open ??= { kind, index: blocks++ }
    return [...before, event('contentBlockDelta', { contentBlockIndex: open.index, delta })]
  }

  return (chatEvent) => {
    switch (chatEvent.kind) {
      case 'start':
        return [event('messageStart', { role: 'assistant' })]
      case 'text':
      case 'refusal':
        return said('text', { text: chatEvent.text })
      case 'reasoning':
        return said('reasoning', { reasoningContent: { text: chatEvent.text } })
      case 'signature':
        return [...said('reasoning', { reasoningContent: { signature: chatEvent.signature } }), ...close()]
      case 'redacted_reasoning':
        return [...close(), ...said('redacted', { reasoningContent: { redactedContent: chatEvent.data } }), ...close()]
      case 'tool_call': {
        const before = close()
        calls.set(chatEvent.index, blocks)
        const start = { toolUse: { toolUseId: chatEvent.id, name: chatEvent.name } }
        return [...before, event('contentBlockStart', { contentBlockIndex: blocks++, start })]
      }
      case 'arguments': {
        const delta = { toolUse: { input: chatEvent.json } }
        return [event('contentBlockDelta', { contentBlockIndex: calls.get(chatEvent.index), delta })]
      }
      case 'finish': {
        const stops = [...calls.values()].map((index) => event('contentBlockStop', { contentBlockIndex: index }))
        return [...close(), ...stops, event('messageStop', stopOf(chatEvent.finish))]
      }
      case 'usage':
        usages.push(chatEvent.usage)
        return []
      case 'ping':
        return []
      case 'failure':
        return [exceptionOf(chatEvent.failure)]
      case 'end': {
        const usage = usages.at(-1)
        const metadata = { metrics: { latencyMs: 12 }, ...(usage === undefined ? {} : { usage: usageOf(usage) }) }
        return [event('metadata', metadata)]
      }
      default:
        return chatEvent satisfies never
    }
  }
}

function exceptionOf({ type, message }: Failure): Uint8Array {
  const name = type ?? 'InternalServerException'
  return exception(name.charAt(0).toLowerCase() + name.slice(1), { message })
}
