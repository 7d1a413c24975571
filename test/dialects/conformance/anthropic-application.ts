// An application of Anthropic's Messages API, from its reference: bodies are written, messages read, and streams put together by the SDK,
// but for the digits of numbers that no double holds, which are taken from the stream.

import Anthropic from '@anthropic-ai/sdk'
import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  Finish,
  JsonObject,
  Message,
  TextPart,
  Usage,
  UserPart,
} from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { expressibleRequest, expressibleResponse, isInstruction } from './anthropic-expressible.ts'
import type { ApplicationSide } from './application.ts'
import { answering } from './sdk-fetch.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies are JSON, and a wrong shape should throw.
type Any = any

/** What stands before a signature that belongs to a call, in a thought that nobody reads. */
const CALL_MARK = 'gatewright.call:'

/** For the conformance suite. */
export const anthropicApplication: ApplicationSide = {
  ask,
  understand,
  accumulate,
  failure: ({ error }) => ({ type: (error as Any).type, message: (error as Any).message }),
  expressible: { request: expressibleRequest, response: expressibleResponse },
}

function ask(request: ChatRequest): JsonObject {
  const { messages, tools, format, reasoning } = request
  const system = messages.filter(isInstruction).flatMap(({ content }) => content.map(textBlock))
  return said({
    ...request.extras,
    model: request.model,
    max_tokens: request.maxTokens,
    system: system.length === 0 ? null : system,
    messages: turnsOf(messages.filter((message) => !isInstruction(message))),
    tools: tools.length === 0 ? null : tools.map(toolOf),
    tool_choice: choiceOf(request),
    thinking: reasoning?.enabled == null ? null : thinkingOf(reasoning),
    output_config:
      format?.kind === 'schema' || reasoning?.effort
        ? said({ effort: reasoning?.effort, format: format?.kind === 'schema' ? formatOf(format) : null })
        : null,
    metadata: request.user === null ? null : { user_id: request.user },
    stop_sequences: request.stop.length === 0 ? null : request.stop,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    stream: request.stream,
  })
}

function thinkingOf({ enabled, budgetTokens }: NonNullable<ChatRequest['reasoning']>): JsonObject {
  if (enabled === false) return { type: 'disabled' }
  return budgetTokens === null ? { type: 'adaptive' } : { type: 'enabled', budget_tokens: budgetTokens }
}

function formatOf({ name, schema }: Extract<ChatRequest['format'], { kind: 'schema' }>): JsonObject {
  return { type: 'json_schema', schema: { title: name, ...schema } }
}

function toolOf({ name, description, parameters, strict, cacheControl }: ChatRequest['tools'][number]): JsonObject {
  return said({ name, description, input_schema: parameters, strict, cache_control: cacheControl })
}

function choiceOf({ toolChoice, parallelToolCalls }: ChatRequest): JsonObject | null {
  if (toolChoice === null && parallelToolCalls === null) return null
  const kind = toolChoice?.kind ?? 'auto'
  return said({
    type: kind === 'required' ? 'any' : kind,
    name: toolChoice?.kind === 'tool' ? toolChoice.name : null,
    disable_parallel_tool_use: parallelToolCalls === null ? null : !parallelToolCalls,
  })
}

/** Results of tools and what the user says behind them are one turn. */
function turnsOf(messages: readonly Message[]): readonly JsonObject[] {
  const turns: { role: string; content: JsonObject[] }[] = []
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user'
    const content = blocksOf(message)
    const last = turns.at(-1)
    const goesOn = last?.role === role && last.content.every(({ type }) => type === 'tool_result')
    if (goesOn) last.content.push(...content)
    else turns.push({ role, content: [...content] })
  }
  return turns
}

function blocksOf(message: Message): readonly JsonObject[] {
  switch (message.role) {
    case 'assistant':
      return message.content.flatMap(ownBlocks)
    case 'tool': {
      const { callId, content, isError } = message
      const blocks = content.flatMap(inputBlocks)
      return [said({ type: 'tool_result', tool_use_id: callId, content: blocks, is_error: isError || null })]
    }
    default:
      return message.content.flatMap(inputBlocks)
  }
}

function ownBlocks(part: AssistantPart): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return [textBlock(part)]
    case 'refusal':
      return [{ type: 'text', text: part.text }]
    case 'reasoning':
      return [{ type: 'thinking', thinking: part.text, signature: part.signature ?? '' }]
    case 'redacted_reasoning':
      return [{ type: 'redacted_thinking', data: part.data }]
    case 'tool_call': {
      const call = { type: 'tool_use', id: part.id, name: part.name, input: parseExactly(part.arguments) }
      const sign = part.signature === null ? [] : [{ type: 'redacted_thinking', data: CALL_MARK + part.signature }]
      return [...sign, said({ ...call, cache_control: part.cacheControl })]
    }
    default:
      return part satisfies never
  }
}

function textBlock({ text, cacheControl }: TextPart): JsonObject {
  return said({ type: 'text', text, cache_control: cacheControl })
}

function inputBlocks(part: UserPart): readonly JsonObject[] {
  if (part.kind === 'audio') return []
  if (part.kind === 'text') return [textBlock(part)]
  const { source, cacheControl } = part
  const title = part.kind === 'file' ? part.name : null
  return [
    said({
      type: part.kind === 'file' ? 'document' : 'image',
      source: sourceOf(source),
      title,
      cache_control: cacheControl,
    }),
  ]
}

function sourceOf(source: Extract<UserPart, { kind: 'image' }>['source']): JsonObject {
  if (source.kind === 'url') return { type: 'url', url: source.url }
  if (source.kind === 'id') return { type: 'file', file_id: source.id }
  return { type: 'base64', media_type: source.mediaType, data: source.base64 }
}

function said(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

async function accumulate(stream: string, status = 200): Promise<JsonObject> {
  const client = new Anthropic({ apiKey: 'key', maxRetries: 0, fetch: answering(stream, status) })
  const running = client.messages.stream({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] })
  const inputs = new Map<number, string>()
  running.on('streamEvent', (event) => {
    if (event.type !== 'content_block_delta' || event.delta.type !== 'input_json_delta') return
    inputs.set(event.index, (inputs.get(event.index) ?? '') + event.delta.partial_json)
  })
  const message: Any = await running.finalMessage()
  const content = message.content.map((block: Any, index: number) => {
    const json = inputs.get(index)
    return json === undefined ? block : { ...block, input: parseExactly(json) }
  })
  return { ...message, content }
}

function understand(body: JsonObject): ChatResponse {
  const { id, model, content, usage, ...end } = body as Any
  const refusal = end.stop_details?.explanation ?? null
  return {
    id,
    model,
    createdSeconds: null,
    choices: [{ index: 0, content: partsOf(content, refusal), finish: finishOf(end), logprobs: null }],
    usage: usageOf(usage),
  }
}

/** A text that is the explanation of a refusal is the refusal. A thought in the mark of a call is its signature. */
function partsOf(content: readonly Any[], refusal: string | null): readonly AssistantPart[] {
  let signature: string | null = null
  return content.flatMap((block): readonly AssistantPart[] => {
    switch (block.type) {
      case 'text':
        if (block.text === refusal) return [{ kind: 'refusal', text: block.text }]
        return [{ kind: 'text', text: block.text, cacheControl: null }]
      case 'thinking':
        return [{ kind: 'reasoning', text: block.thinking, signature: block.signature || null }]
      case 'redacted_thinking':
        if (!block.data.startsWith(CALL_MARK)) return [{ kind: 'redacted_reasoning', data: block.data }]
        signature = block.data.slice(CALL_MARK.length)
        return []
      case 'tool_use': {
        const { id, name, input } = block
        const call = {
          kind: 'tool_call',
          id,
          name,
          arguments: JSON.stringify(input),
          signature,
          cacheControl: null,
        } as const
        signature = null
        return [call]
      }
      default:
        throw new Error(`There is no block of type ${block.type}.`)
    }
  })
}

function finishOf({ stop_reason, stop_sequence }: Any): Finish {
  const reasons: { readonly [reason: string]: Finish['reason'] } = {
    end_turn: 'stop',
    stop_sequence: 'stop',
    max_tokens: 'length',
    tool_use: 'tool_calls',
    refusal: 'refusal',
    pause_turn: 'pause',
  }
  const reason = reasons[stop_reason]
  if (reason === undefined) throw new Error(`There is no stop reason ${stop_reason}.`)
  return { reason, stopSequence: stop_sequence }
}

/** `input_tokens` are those that were neither read from the cache nor written to it. */
function usageOf(usage: Any): Usage {
  const [cachedTokens, cacheWriteTokens] = [usage.cache_read_input_tokens, usage.cache_creation_input_tokens]
  return {
    inputTokens: usage.input_tokens + cachedTokens + cacheWriteTokens,
    outputTokens: usage.output_tokens,
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens ?? null,
  }
}
