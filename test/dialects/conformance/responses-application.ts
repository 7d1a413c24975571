// An application of OpenAI's Responses API, from its reference: bodies are written, responses read, and streams put together by the SDK.
// Signatures travel in `encrypted_content`, which applications give back as they got it.

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
export const responsesApplication: ApplicationSide = {
  ask,
  understand,
  accumulate,
  failure: ({ error }) => ({ type: (error as Any).type, message: (error as Any).message }),
  expressible: { request: expressibleRequest, response: expressibleResponse },
}

function ask(request: ChatRequest): JsonObject {
  const { tools, toolChoice, format, reasoning, logprobs } = request
  return said({
    ...request.extras,
    model: request.model,
    input: request.messages.flatMap(itemsOf),
    tools: tools.length === 0 ? null : tools.map(toolOf),
    tool_choice: toolChoice?.kind === 'tool' ? { type: 'function', name: toolChoice.name } : toolChoice?.kind,
    parallel_tool_calls: request.parallelToolCalls,
    text: format === null ? null : { format: formatOf(format) },
    reasoning: reasoning === null ? null : said({ effort: reasoning.enabled === false ? 'none' : reasoning.effort }),
    max_output_tokens: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    include: logprobs === null ? null : ['message.output_text.logprobs'],
    top_logprobs: logprobs?.top,
    user: request.user,
    stream: request.stream,
    store: false,
  })
}

function toolOf({ name, description, parameters, strict, cacheControl }: ChatRequest['tools'][number]): JsonObject {
  return said({ type: 'function', name, description, parameters, strict, cache_control: cacheControl })
}

function formatOf(format: NonNullable<ChatRequest['format']>): JsonObject {
  if (format.kind === 'json') return { type: 'json_object' }
  const { name, description, schema, strict } = format
  return said({ type: 'json_schema', name, description, schema, strict })
}

function itemsOf(message: Message): readonly JsonObject[] {
  const { role } = message
  switch (role) {
    case 'system':
    case 'developer':
    case 'user':
      return [{ type: 'message', role, content: message.content.map(partOf) }]
    case 'tool':
      return [{ type: 'function_call_output', call_id: message.callId, output: message.content.map(partOf) }]
    case 'assistant':
      return message.content.flatMap(ownItems)
    default:
      return role satisfies never
  }
}

function ownItems(part: AssistantPart): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return [messageOf({ type: 'output_text', text: part.text, annotations: [] })]
    case 'refusal':
      return [messageOf({ type: 'refusal', refusal: part.text })]
    case 'reasoning':
      return [thoughtOf(part.text, part.signature === null ? null : sealed('signature', '', part.signature))]
    case 'redacted_reasoning':
      return [thoughtOf('', sealed('redacted', '', part.data))]
    case 'tool_call': {
      const call = { type: 'function_call', call_id: part.id, name: part.name, arguments: part.arguments }
      return part.signature === null ? [call] : [thoughtOf('', sealed('call', part.id, part.signature)), call]
    }
    default:
      return part satisfies never
  }
}

function messageOf(part: JsonObject): JsonObject {
  return { type: 'message', role: 'assistant', content: [part] }
}

function thoughtOf(text: string, encrypted: string | null): JsonObject {
  const summary = text === '' ? [] : [{ type: 'summary_text', text }]
  return { type: 'reasoning', id: 'rs_1', summary, encrypted_content: encrypted }
}

/** As the gateway's own answers have it. */
function sealed(kind: string, callId: string, value: string): string {
  return `gatewright.1:${kind}:${callId.length}:${callId}${value}`
}

function partOf(part: UserPart): JsonObject {
  switch (part.kind) {
    case 'text':
      return said({ type: 'input_text', text: part.text, cache_control: part.cacheControl })
    case 'audio':
      return { type: 'input_audio', input_audio: { data: part.base64, format: part.format } }
    case 'image': {
      const where = part.source.kind === 'id' ? { file_id: part.source.id } : { image_url: urlOf(part.source) }
      return said({ type: 'input_image', ...where, detail: part.detail, cache_control: part.cacheControl })
    }
    case 'file': {
      const { source, name, cacheControl } = part
      const where = {
        id: () => ({ file_id: (source as Any).id }),
        url: () => ({ file_url: (source as Any).url }),
        bytes: () => ({ file_data: urlOf(source as Any) }),
      }[source.kind]()
      return said({ type: 'input_file', ...where, filename: name, cache_control: cacheControl })
    }
    default:
      return part satisfies never
  }
}

function urlOf(source: Exclude<Extract<UserPart, { kind: 'image' }>['source'], { kind: 'id' }>): string {
  return source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.base64}`
}

function said(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

/** A stream without a last event, or with an error, is no answer. */
async function accumulate(stream: string, status = 200): Promise<JsonObject> {
  const client = new OpenAI({ apiKey: 'key', maxRetries: 0, fetch: answering(stream, status) })
  const running = client.responses.stream({ model: 'm', input: 'Hi' })
  return JSON.parse(JSON.stringify(await running.finalResponse())) as JsonObject
}

function understand(body: JsonObject): ChatResponse {
  const { id, model, created_at, output, usage } = body as Any
  const texts = output.flatMap(({ content = [] }: Any) => content).filter(({ type }: Any) => type === 'output_text')
  const tokens = texts.flatMap(({ logprobs = [] }: Any) => logprobs)
  return {
    id,
    model,
    createdSeconds: created_at,
    choices: [
      {
        index: 0,
        content: partsOf(output),
        finish: finishOf(body),
        logprobs: tokens.length === 0 ? null : { content: tokens, refusal: null },
      },
    ],
    usage: usageOf(usage),
  }
}

function partsOf(output: readonly Any[]): readonly AssistantPart[] {
  const signatures = new Map<string, string>()
  return output.flatMap((item): readonly AssistantPart[] => {
    if (item.type === 'message') {
      return item.content.map(({ type, text, refusal }: Any) =>
        type === 'refusal' ? { kind: 'refusal', text: refusal } : { kind: 'text', text, cacheControl: null },
      )
    }
    if (item.type === 'function_call') {
      const { call_id: id, name, arguments: json } = item
      return [
        { kind: 'tool_call', id, name, arguments: json, signature: signatures.get(id) ?? null, cacheControl: null },
      ]
    }
    const [, kind, length, rest = ''] = /^gatewright\.1:(\w+):(\d+):(.*)$/s.exec(item.encrypted_content ?? '') ?? []
    const [owner, value] = [rest.slice(0, Number(length)), rest.slice(Number(length))]
    if (kind === 'redacted') return [{ kind: 'redacted_reasoning', data: value }]
    if (kind === 'call') {
      signatures.set(owner, value)
      return []
    }
    const text = item.summary.map(({ text }: Any) => text).join('\n\n')
    return [{ kind: 'reasoning', text, signature: kind === 'signature' ? value : null }]
  })
}

function finishOf({ status, incomplete_details, output }: Any): Finish {
  const reason = incomplete_details?.reason
  const hasCalls = output.some(({ type }: Any) => type === 'function_call')
  if (status === 'failed') return { reason: 'error', stopSequence: null }
  if (status === 'incomplete') return { reason: reason === 'max_output_tokens' ? 'length' : reason, stopSequence: null }
  return { reason: hasCalls ? 'tool_calls' : 'stop', stopSequence: null }
}

function usageOf(usage: Any): Usage {
  if (usage.total_tokens !== usage.input_tokens + usage.output_tokens) throw new Error('The total is no sum.')
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cachedTokens: usage.input_tokens_details.cached_tokens,
    cacheWriteTokens: usage.input_tokens_details.cache_write_tokens,
    reasoningTokens: usage.output_tokens_details.reasoning_tokens,
  }
}

/** Nobody has a name, no result is an error, and marks stand on what goes in alone. */
function expressibleRequest(request: ChatRequest): ChatRequest {
  const { tools, reasoning, messages } = request
  const { enabled = null, effort = null } = reasoning ?? {}
  return {
    ...request,
    messages: messages.map((message) => {
      const nameless = message.role === 'tool' ? { ...message, isError: false } : { ...message, name: null }
      if (nameless.role !== 'assistant') return nameless
      return { ...nameless, content: nameless.content.map(unmarked) }
    }),
    parallelToolCalls: tools.length === 0 ? null : request.parallelToolCalls,
    reasoning:
      enabled === false || effort !== null
        ? { enabled: enabled === false ? false : null, effort, budgetTokens: null }
        : null,
    topK: null,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    stop: [],
    choices: null,
    includeUsage: true,
  }
}

function unmarked(part: AssistantPart): AssistantPart {
  return 'cacheControl' in part ? { ...part, cacheControl: null } : part
}

/** A refusal is said in words, or it is the provider's filter; an answer with calls ends for them. */
function reasonOf({ content, finish: { reason } }: Choice): Finish['reason'] {
  if (reason === 'length' || reason === 'content_filter' || reason === 'error') return reason
  if (reason === 'refusal' && !content.some(({ kind }) => kind === 'refusal')) return 'content_filter'
  return content.some(({ kind }) => kind === 'tool_call') ? 'tool_calls' : 'stop'
}

/** One answer; what nobody counted is 0. */
function expressibleResponse(response: ChatResponse, { model }: ChatRequest): ChatResponse {
  const [choice] = response.choices
  const { usage, id } = response
  return {
    id: id?.startsWith('resp_') ? id : id === null ? 'resp_0' : `resp_${id}`,
    model: response.model ?? model,
    createdSeconds: response.createdSeconds ?? 0,
    choices: choice === undefined ? [] : [{ ...choice, finish: { reason: reasonOf(choice), stopSequence: null } }],
    usage: {
      inputTokens: usage?.inputTokens ?? 0,
      outputTokens: usage?.outputTokens ?? 0,
      cachedTokens: usage?.cachedTokens ?? 0,
      cacheWriteTokens: usage?.cacheWriteTokens ?? 0,
      reasoningTokens: usage?.reasoningTokens ?? 0,
    },
  }
}
