// An application of Chat Completions, from OpenAI's API reference and OpenRouter's guides: bodies are written, completions read, and streams
// put together by the openai SDK, but for thoughts, which it does not know.

import OpenAI from 'openai'
import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  Choice,
  Finish,
  JsonObject,
  Message,
  Usage,
  UserPart,
} from '../../../runtime/dialects/chat.ts'
import type { ApplicationSide } from './application.ts'
import { answering } from './sdk-fetch.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies are JSON, and a wrong shape should throw.
type Any = any

/** For the conformance suite. */
export const openaiApplication: ApplicationSide = {
  ask,
  understand,
  accumulate,
  failure: ({ error }) => ({ type: (error as Any).type, message: (error as Any).message }),
  expressible: { request: expressibleRequest, response: expressibleResponse },
}

/** Fields that say nothing are left out. */
function ask(request: ChatRequest): JsonObject {
  const { format, reasoning, logprobs, toolChoice, tools, stop } = request
  return said({
    ...request.extras,
    model: request.model,
    messages: request.messages.map(messageOf),
    tools: tools.length === 0 ? null : tools.map(({ cacheControl, ...tool }) => withMark(toolOf(tool), cacheControl)),
    tool_choice:
      toolChoice?.kind === 'tool' ? { type: 'function', function: { name: toolChoice.name } } : toolChoice?.kind,
    parallel_tool_calls: request.parallelToolCalls,
    response_format: format === null ? null : formatOf(format),
    reasoning:
      reasoning === null
        ? null
        : said({ enabled: reasoning.enabled, effort: reasoning.effort, max_tokens: reasoning.budgetTokens }),
    max_completion_tokens: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    seed: request.seed,
    stop: stop.length === 0 ? null : stop,
    n: request.choices,
    logprobs: logprobs === null ? null : true,
    top_logprobs: logprobs?.top,
    user: request.user,
    stream: request.stream,
    stream_options: request.includeUsage ? { include_usage: true } : null,
  })
}

function toolOf({ name, description, parameters, strict }: Omit<ChatRequest['tools'][number], 'cacheControl'>) {
  return { type: 'function', function: said({ name, description, parameters, strict }) }
}

function formatOf(format: NonNullable<ChatRequest['format']>): JsonObject {
  if (format.kind === 'json') return { type: 'json_object' }
  const { kind: _, ...schema } = format
  return { type: 'json_schema', json_schema: said(schema) }
}

function messageOf(message: Message): JsonObject {
  const { role, name } = message
  switch (role) {
    case 'system':
    case 'developer':
    case 'user':
      return said({ role, name, content: message.content.flatMap(partOf) })
    case 'tool':
      return said({
        role,
        tool_call_id: message.callId,
        content: message.content.flatMap(partOf),
        is_error: message.isError || null,
      })
    case 'assistant':
      return said({ role, name, ...ownOf(message.content) })
    default:
      return role satisfies never
  }
}

function ownOf(content: readonly AssistantPart[]): JsonObject {
  const only = <Kind extends AssistantPart['kind']>(kind: Kind) =>
    content.filter((part): part is Extract<AssistantPart, { kind: Kind }> => part.kind === kind)
  const thoughts = content.flatMap((part) => detailOf(part))
  const texts = only('text').map(({ text, cacheControl }) => withMark({ type: 'text', text }, cacheControl))
  const refusals = only('refusal').map(({ text }) => text)
  const calls = only('tool_call').map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
    ...(call.signature === null ? {} : { extra_content: { google: { thought_signature: call.signature } } }),
  }))
  return {
    reasoning_details: thoughts.length === 0 ? null : thoughts.map((detail, index) => ({ ...detail, index })),
    content: texts.length === 0 ? null : texts,
    refusal: refusals.length === 0 ? null : refusals.join(''),
    tool_calls: calls.length === 0 ? null : calls,
  }
}

function detailOf(part: AssistantPart): readonly JsonObject[] {
  if (part.kind === 'redacted_reasoning') return [{ type: 'reasoning.encrypted', data: part.data }]
  if (part.kind !== 'reasoning') return []
  return [{ type: 'reasoning.text', text: part.text, signature: part.signature }]
}

function partOf(part: UserPart): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return [withMark({ type: 'text', text: part.text }, part.cacheControl)]
    case 'audio':
      return [{ type: 'input_audio', input_audio: { data: part.base64, format: part.format } }]
    case 'image': {
      if (part.source.kind === 'id') return []
      const image_url = said({ url: urlOf(part.source), detail: part.detail })
      return [withMark({ type: 'image_url', image_url }, part.cacheControl)]
    }
    case 'file': {
      const where = part.source.kind === 'id' ? { file_id: part.source.id } : { file_data: urlOf(part.source) }
      return [withMark({ type: 'file', file: said({ ...where, filename: part.name }) }, part.cacheControl)]
    }
    default:
      return part satisfies never
  }
}

function urlOf(source: Exclude<Extract<UserPart, { kind: 'image' }>['source'], { kind: 'id' }>): string {
  return source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.base64}`
}

function withMark(fields: JsonObject, mark: unknown): JsonObject {
  return mark === null ? fields : { ...fields, cache_control: mark }
}

function said(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

async function accumulate(stream: string, status = 200): Promise<JsonObject> {
  const client = new OpenAI({ apiKey: 'key', maxRetries: 0, fetch: answering(stream, status) })
  const running = client.chat.completions.stream({ model: 'm', messages: [], stream_options: { include_usage: true } })
  const details = new Map<number, Any[]>()
  running.on('chunk', ({ choices }: Any) => {
    for (const { index, delta } of choices)
      details.set(index, [...(details.get(index) ?? []), ...(delta.reasoning_details ?? [])])
  })
  const whole: Any = await running.finalChatCompletion()
  return {
    ...whole,
    choices: whole.choices.map((choice: Any) => ({
      ...choice,
      message: { ...choice.message, reasoning_details: merged(details.get(choice.index) ?? []) },
    })),
  }
}

/** Pieces of one index are one thought. Source: OpenRouter's guide to reasoning tokens. */
function merged(pieces: readonly Any[]): readonly Any[] {
  const whole = new Map<number, Any>()
  for (const piece of pieces) {
    const before = whole.get(piece.index)
    const text = (before?.text ?? '') + (piece.text ?? '')
    whole.set(piece.index, { ...before, ...piece, ...(piece.type === 'reasoning.text' ? { text } : {}) })
  }
  return [...whole.values()]
}

function understand(body: JsonObject): ChatResponse {
  const { id, model, created, choices, usage } = body as Any
  return {
    id,
    model,
    createdSeconds: created,
    choices: choices.map(({ index, message, logprobs, ...end }: Any): Choice => {
      return { index, content: partsOf(message), finish: finishOf(end), logprobs: logprobs ?? null }
    }),
    usage: usage === undefined || usage === null ? null : usageOf(usage),
  }
}

function partsOf({ content, refusal, tool_calls, reasoning_details }: Any): readonly AssistantPart[] {
  return [
    ...(reasoning_details ?? []).map(
      ({ type, text, signature, data }: Any): AssistantPart =>
        type === 'reasoning.encrypted'
          ? { kind: 'redacted_reasoning', data }
          : { kind: 'reasoning', text: text ?? '', signature: signature ?? null },
    ),
    ...(content ? [{ kind: 'text', text: content, cacheControl: null } as const] : []),
    ...(refusal ? [{ kind: 'refusal', text: refusal } as const] : []),
    ...(tool_calls ?? []).map(
      (call: Any): AssistantPart => ({
        kind: 'tool_call',
        id: call.id,
        name: call.function.name,
        arguments: call.function.arguments,
        signature: call.extra_content?.google?.thought_signature ?? null,
        cacheControl: null,
      }),
    ),
  ]
}

function finishOf({ finish_reason, native_finish_reason, stop_reason }: Any): Finish {
  return { reason: native_finish_reason ?? finish_reason, stopSequence: stop_reason ?? null }
}

function usageOf(usage: Any): Usage {
  if (usage.total_tokens !== usage.prompt_tokens + usage.completion_tokens) throw new Error('The total is no sum.')
  return {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
    cacheWriteTokens: usage.prompt_tokens_details?.cache_write_tokens ?? null,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? null,
  }
}

/** Only an image that the provider has already cannot be named. */
function expressibleRequest(request: ChatRequest): ChatRequest {
  const isSayable = (part: UserPart): boolean => part.kind !== 'image' || part.source.kind !== 'id'
  return {
    ...request,
    messages: request.messages.map((message) =>
      message.role === 'user' || message.role === 'tool'
        ? { ...message, content: message.content.filter(isSayable) }
        : message,
    ),
  }
}

/** A message has one text and one refusal, and calls behind them; one that is refused in words ends like any other. */
function expressibleResponse(response: ChatResponse, { model }: ChatRequest): ChatResponse {
  return {
    ...response,
    id: response.id ?? 'chatcmpl-0',
    model: response.model ?? model,
    createdSeconds: response.createdSeconds ?? 0,
    choices: response.choices.map(({ content, finish, ...choice }) => {
      const isSaid = finish.reason === 'refusal' && content.some(({ kind }) => kind === 'refusal')
      return { ...choice, content: inOrder(content), finish: isSaid ? { ...finish, reason: 'stop' } : finish }
    }),
  }
}

function inOrder(content: readonly AssistantPart[]): readonly AssistantPart[] {
  const joined = (kind: 'text' | 'refusal') =>
    content
      .map((part) => ((part.kind === 'text' || part.kind === 'refusal') && part.kind === kind ? part.text : ''))
      .join('')
  const [text, refusal] = [joined('text'), joined('refusal')]
  return [
    ...content.filter(({ kind }) => kind === 'reasoning' || kind === 'redacted_reasoning'),
    ...(text === '' ? [] : [{ kind: 'text', text, cacheControl: null } as const]),
    ...(refusal === '' ? [] : [{ kind: 'refusal', text: refusal } as const]),
    ...content.filter(({ kind }) => kind === 'tool_call'),
  ]
}
