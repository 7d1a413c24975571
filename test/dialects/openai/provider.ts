// An OpenAI-shaped provider for tests, made from the API reference and from no code of the gateway's: it reads Chat Completions requests,
// and writes completions and their streams as OpenAI does, with thoughts as the servers write them that have any.

import type {
  AssistantPart,
  ChatEvent,
  ChatResponse,
  Choice,
  Failure,
  Finish,
  JsonObject,
  Usage,
} from '../../../runtime/dialects/chat.ts'
import type { ProviderSide } from '../provider.ts'
import { expressibleRequest } from './expressible.ts'
import { readBody } from './provider-request.ts'

const encoder = new TextEncoder()

/** For the conformance suite. */
export const openai: ProviderSide = {
  read: (body) => readBody(body),
  response: writeCompletion,
  events: (events) => {
    const write = chunkWriter()
    return events.flatMap((event) => write(event).map((frame) => encoder.encode(frame)))
  },
  failure: writeError,
  contentType: 'text/event-stream; charset=utf-8',
  expressible: { request: expressibleRequest, response: expressibleResponse },
}

function writeError({ message, type, code, param }: Failure): JsonObject {
  return { error: { message, type, param, code } }
}

function writeCompletion({ id, model, createdSeconds, choices, usage }: ChatResponse): JsonObject {
  return {
    ...headOf(id, model, createdSeconds),
    object: 'chat.completion',
    choices: choices.map(({ index, content, finish, logprobs }) => ({
      index,
      message: messageOf(content),
      logprobs,
      ...endOf(finish),
    })),
    usage: usage === null ? null : usageOf(usage),
    system_fingerprint: null,
  }
}

function messageOf(content: readonly AssistantPart[]): JsonObject {
  const texts = content.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  const refusals = content.flatMap((part) => (part.kind === 'refusal' ? [part.text] : []))
  const calls = content.flatMap((part) => (part.kind === 'tool_call' ? [callOf(part, part.arguments)] : []))
  const thoughts = content.filter(({ kind }) => kind === 'reasoning' || kind === 'redacted_reasoning')
  const [first] = thoughts
  const isBare = thoughts.length === 1 && first?.kind === 'reasoning' && first.signature === null
  return {
    role: 'assistant',
    content: texts.length === 0 ? null : texts.join(''),
    refusal: refusals[0] ?? null,
    ...(isBare ? { reasoning_content: first.text } : {}),
    ...(thoughts.length > 0 && !isBare ? { reasoning_details: thoughts.map(detailOf) } : {}),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    annotations: [],
  }
}

function detailOf(part: AssistantPart, index: number): JsonObject {
  if (part.kind === 'redacted_reasoning')
    return { type: 'reasoning.encrypted', data: part.data, format: 'unknown', index }
  if (part.kind !== 'reasoning') throw new Error(`A ${part.kind} is no thought.`)
  return { type: 'reasoning.text', text: part.text, signature: part.signature, format: 'unknown', index }
}

function callOf(call: { id: string; name: string; signature: string | null }, json: string): JsonObject {
  return {
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: json },
    ...(call.signature === null ? {} : { extra_content: { google: { thought_signature: call.signature } } }),
  }
}

function headOf(id: string | null, model: string | null, createdSeconds: number | null): JsonObject {
  return {
    ...(id === null ? {} : { id }),
    ...(model === null ? {} : { model }),
    ...(createdSeconds === null ? {} : { created: createdSeconds }),
  }
}

function endOf({ reason, stopSequence }: Finish): JsonObject {
  return { finish_reason: saidAs(reason), ...(stopSequence === null ? {} : { stop_reason: stopSequence }) }
}

function saidAs(reason: Finish['reason']): 'stop' | 'length' | 'tool_calls' | 'content_filter' {
  if (reason === 'refusal') return 'content_filter'
  if (reason === 'pause') return 'stop'
  return reason === 'error' ? 'length' : reason
}

function usageOf(usage: Usage): JsonObject {
  const { inputTokens, outputTokens, cachedTokens, cacheWriteTokens, reasoningTokens } = usage
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, cache_write_tokens: cacheWriteTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoningTokens, audio_tokens: 0 },
  }
}

/** Frames for each event: OpenAI sends the role in a chunk of its own, and usage behind the last choice. */
function chunkWriter(): (event: ChatEvent) => readonly string[] {
  let head: JsonObject = {}
  let usage: Usage | null = null
  let thought = 0
  const begun = new Set<number>()
  const frame = (data: unknown): string => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
  const chunk = (fields: JsonObject): string => frame({ ...head, object: 'chat.completion.chunk', ...fields })
  const delta = (index: number, fields: JsonObject, around: JsonObject = {}): string =>
    chunk({ choices: [{ index, delta: fields, logprobs: null, finish_reason: null, ...around }], usage: null })
  const details = (detail: JsonObject): JsonObject => ({ reasoning_details: [{ ...detail, index: thought }] })

  function deltasOf(event: Extract<ChatEvent, { choice: number }>): string {
    const { choice } = event
    switch (event.kind) {
      case 'text':
        return delta(choice, { content: event.text }, { logprobs: event.logprobs })
      case 'refusal':
        return delta(choice, { refusal: event.text })
      case 'reasoning':
        return delta(choice, { reasoning: event.text, ...details({ type: 'reasoning.text', text: event.text }) })
      case 'signature': {
        const piece = delta(choice, details({ type: 'reasoning.text', signature: event.signature }))
        thought++
        return piece
      }
      case 'redacted_reasoning': {
        const piece = delta(choice, details({ type: 'reasoning.encrypted', data: event.data }))
        thought++
        return piece
      }
      case 'tool_call':
        return delta(choice, { tool_calls: [{ index: event.index, ...callOf(event, '') }] })
      case 'arguments':
        return delta(choice, { tool_calls: [{ index: event.index, function: { arguments: event.json } }] })
      case 'finish':
        return delta(choice, {}, endOf(event.finish))
      default:
        return event satisfies never
    }
  }

  return (event) => {
    if ('choice' in event) {
      const role = begun.has(event.choice) ? [] : [delta(event.choice, { role: 'assistant', content: '' })]
      begun.add(event.choice)
      return [...role, deltasOf(event)]
    }
    if (event.kind === 'start') head = headOf(event.id, event.model, event.createdSeconds)
    if (event.kind === 'usage') usage = event.usage
    if (event.kind === 'ping') return [': keep-alive\n\n']
    if (event.kind === 'failure') return [frame(writeError(event.failure))]
    if (event.kind !== 'end') return []
    return [...(usage === null ? [] : [chunk({ choices: [], usage: usageOf(usage) })]), frame('[DONE]')]
  }
}

/** OpenAI has four reasons to end, and says `tool_calls` wherever there are any. */
function expressibleResponse(response: ChatResponse): ChatResponse {
  return { ...response, choices: response.choices.map(expressibleChoice) }
}

function expressibleChoice(choice: Choice): Choice {
  const hasCalls = choice.content.some(({ kind }) => kind === 'tool_call')
  const reason = saidAs(choice.finish.reason)
  return { ...choice, finish: { ...choice.finish, reason: reason === 'stop' && hasCalls ? 'tool_calls' : reason } }
}
