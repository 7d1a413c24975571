// The body of a Chat Completions request in, what it says in the neutral shape out: how a provider would understand it, from the API
// reference alone. Throws for what such a provider would refuse.

import type {
  AssistantPart,
  ChatRequest,
  Format,
  JsonObject,
  Message,
  TextPart,
  Tool,
  ToolChoice,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies are JSON, and a wrong shape should throw.
type Any = any

/** Every field that the API has; the others are extras. */
export function readBody(body: JsonObject): ChatRequest {
  // biome-ignore format: one line for each kind reads better than twenty.
  const {
    model, messages, tools, tool_choice, parallel_tool_calls, response_format, reasoning_effort, max_tokens,
    max_completion_tokens, temperature, top_p, frequency_penalty, presence_penalty, seed, stop, n, logprobs,
    top_logprobs, user, stream, stream_options, ...extras
  } = body as Any
  if (max_tokens !== undefined && max_completion_tokens !== undefined) throw new Error('There are two limits.')
  if (tools === undefined && (tool_choice ?? parallel_tool_calls) !== undefined) throw new Error('There are no tools.')
  if (stream !== true && stream_options !== undefined) throw new Error('stream_options need a stream.')
  if (user !== undefined && user.length > 64) throw new Error('The user is too long.')
  const names = new Map<string, string>()
  return {
    model,
    messages: messages.map((message: Any) => readMessage(message, names)),
    tools: (tools ?? []).map(readTool),
    toolChoice: readChoice(tool_choice),
    parallelToolCalls: parallel_tool_calls ?? null,
    format: readFormat(response_format),
    reasoning: reasoning_effort === undefined ? null : { enabled: null, effort: reasoning_effort, budgetTokens: null },
    maxTokens: max_completion_tokens ?? max_tokens ?? null,
    temperature: temperature ?? null,
    topP: top_p ?? null,
    topK: null,
    frequencyPenalty: frequency_penalty ?? null,
    presencePenalty: presence_penalty ?? null,
    seed: seed ?? null,
    stop: stop === undefined ? [] : [stop].flat(),
    choices: n ?? null,
    logprobs: logprobs === true ? { top: top_logprobs ?? null } : null,
    user: user ?? null,
    stream: stream ?? false,
    includeUsage: stream_options?.include_usage ?? false,
    extras,
  }
}

function readMessage(message: Any, names: Map<string, string>): Message {
  const name = message.name ?? null
  const { content } = message
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: message.role, content: listOf(content).map(readText), name }
    case 'user':
      return { role: 'user', content: listOf(content).map(readPart), name }
    case 'tool': {
      const callId = message.tool_call_id
      if (!names.has(callId)) throw new Error(`No call has the id ${callId}.`)
      return {
        role: 'tool',
        callId,
        name: names.get(callId) ?? null,
        content: listOf(content).map(readText),
        isError: false,
      }
    }
    case 'assistant': {
      const parts = ownParts(message)
      for (const part of parts) if (part.kind === 'tool_call') names.set(part.id, part.name)
      return { role: 'assistant', content: parts, name }
    }
    default:
      throw new Error(`There is no role ${message.role}.`)
  }
}

function ownParts(message: Any): AssistantPart[] {
  const details = message.reasoning_details ?? []
  const bare = message.reasoning_content ?? ''
  return [
    ...(bare === '' ? [] : [{ kind: 'reasoning', text: bare, signature: null } as const]),
    ...details.map(
      ({ type, text, signature, data }: Any): AssistantPart =>
        type === 'reasoning.encrypted'
          ? { kind: 'redacted_reasoning', data }
          : { kind: 'reasoning', text, signature: signature ?? null },
    ),
    ...listOf(message.content).map(readText),
    ...(message.refusal ? [{ kind: 'refusal', text: message.refusal } as const] : []),
    ...(message.tool_calls ?? []).map((call: Any): AssistantPart => {
      JSON.parse(call.function.arguments)
      return {
        kind: 'tool_call',
        id: call.id,
        name: call.function.name,
        arguments: call.function.arguments,
        signature: call.extra_content?.google?.thought_signature ?? null,
        cacheControl: null,
      }
    }),
  ]
}

function listOf(content: Any): Any[] {
  if (content === null || content === '') return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  if (content.length === 0) throw new Error('A list of parts is empty.')
  return content
}

function readText(part: Any): TextPart {
  if (part.type !== 'text') throw new Error(`A ${part.type} stands where only texts may.`)
  return { kind: 'text', text: part.text, cacheControl: markOf(part) }
}

function readPart(part: Any): UserPart {
  switch (part.type) {
    case 'text':
      return readText(part)
    case 'image_url': {
      const { url, detail } = part.image_url
      return { kind: 'image', source: sourceOf(url), detail: detail ?? null, cacheControl: markOf(part) }
    }
    case 'input_audio':
      return { kind: 'audio', base64: part.input_audio.data, format: part.input_audio.format }
    case 'file': {
      const { file_data, file_id, filename } = part.file
      const source = file_id === undefined ? sourceOf(file_data) : ({ kind: 'id', id: file_id } as const)
      if (source.kind === 'url') throw new Error('A file cannot be a URL.')
      return { kind: 'file', source, name: filename ?? null, cacheControl: markOf(part) }
    }
    default:
      throw new Error(`There is no part ${part.type}.`)
  }
}

function sourceOf(url: string): Extract<UserPart, { kind: 'image' }>['source'] {
  const [, mediaType, base64] = /^data:(.+?);base64,(.+)$/s.exec(url) ?? []
  return mediaType === undefined || base64 === undefined ? { kind: 'url', url } : { kind: 'bytes', mediaType, base64 }
}

function markOf({ cache_control, prompt_cache_breakpoint }: Any): TextPart['cacheControl'] {
  return cache_control ?? (prompt_cache_breakpoint === undefined ? null : { type: 'ephemeral' })
}

function readTool(tool: Any): Tool {
  const { name, description, parameters, strict } = tool.function
  return {
    name,
    description: description ?? null,
    parameters: parameters ?? null,
    strict: strict ?? null,
    cacheControl: markOf(tool),
  }
}

function readChoice(choice: Any): ToolChoice | null {
  if (choice === undefined) return null
  return typeof choice === 'string' ? { kind: choice as 'auto' } : { kind: 'tool', name: choice.function.name }
}

function readFormat(format: Any): Format | null {
  if (format === undefined) return null
  if (format.type === 'json_object') return { kind: 'json' }
  const { name, description, schema, strict } = format.json_schema
  return { kind: 'schema', name, description: description ?? null, schema, strict: strict ?? null }
}
