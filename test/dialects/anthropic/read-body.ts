// The body of a request to Anthropic's Messages API in, what it asks out, as the API's reference has it.

import type {
  AssistantPart,
  CacheControl,
  ChatRequest,
  Format,
  JsonObject,
  Message,
  Reasoning,
  Source,
  Tool,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

// biome-ignore lint/suspicious/noExplicitAny: a stand-in reads what it is given, and a wrong shape fails its test.
type Json = any

/** A tool that says so gives the answer. */
const ANSWER = 'Give the answer by calling this tool: its arguments are the answer.'
/** Words that ask for JSON. */
const JSON_ONLY = /^Answer with one JSON object and nothing else/

/** Throws for what the API refuses with 400. */
export function readBody(body: JsonObject): ChatRequest {
  const { system = [], tools = [], tool_choice: choice, ...rest } = body as Json
  if (typeof rest.max_tokens !== 'number') throw new Error('max_tokens: Field required')
  if (choice !== undefined && tools.length === 0) throw new Error('tool_choice: may only be given with tools')
  if (/any|tool/.test(choice?.type) && /enabled|adaptive/.test(rest.thinking?.type)) {
    throw new Error('Thinking may not be enabled when tool_choice forces tool use.')
  }
  const answerTool = tools.find(({ description }: Json) => description?.startsWith(ANSWER))
  const own = tools.filter((tool: Json) => tool !== answerTool)
  const isJson = system.some(({ text }: Json) => JSON_ONLY.test(text))
  const instructions = system.filter(({ text }: Json) => !JSON_ONLY.test(text)).map(inputPart)
  return {
    model: rest.model,
    messages: [
      ...(instructions.length === 0 ? [] : [{ role: 'system', content: instructions, name: null } as const]),
      ...turns(rest.messages, rest.thinking?.type === 'enabled'),
    ],
    tools: own.map(tool),
    toolChoice: answerTool === undefined ? choiceOf(choice) : own.length > 0 && choice.type === 'tool' ? NONE : null,
    parallelToolCalls: answerTool === undefined && choice?.disable_parallel_tool_use ? false : null,
    format: isJson ? { kind: 'json' } : formatOf(rest.output_config?.format, answerTool),
    reasoning: reasoningOf(rest.thinking, rest.output_config?.effort, rest.max_tokens),
    maxTokens: rest.max_tokens,
    temperature: inRange(rest.temperature),
    topP: rest.top_p ?? null,
    topK: rest.top_k ?? null,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    stop: (rest.stop_sequences ?? []).map(notBlank),
    choices: null,
    logprobs: null,
    user: rest.metadata?.user_id ?? null,
    stream: rest.stream ?? false,
    includeUsage: true,
    extras: {},
  }
}

const NONE = { kind: 'none' } as const

function turns(messages: readonly Json[], isThinking: boolean): readonly Message[] {
  if (messages.length === 0) throw new Error('messages: at least one message is required')
  const names = new Map<string, string>()
  return messages.flatMap(({ role, content }, position): readonly Message[] => {
    // A question of which nothing can be said is the API's to refuse.
    if (content.length === 0 && position === messages.length - 1) return [{ role, content, name: null }]
    if (content.length === 0) throw new Error(`messages.${position}: must have non-empty content`)
    if (role === messages[position - 1]?.role) throw new Error(`messages.${position}: two turns of one role`)
    if (role === 'assistant') {
      const isLoop = messages[position + 1]?.content[0]?.type === 'tool_result' && position === messages.length - 2
      if (isThinking && isLoop && !/thinking$/.test(content[0].type)) throw new Error('Expected `thinking`')
      const parts: readonly AssistantPart[] = content.map(outputPart)
      for (const part of parts) if (part.kind === 'tool_call') names.set(part.id, part.name)
      return [{ role, content: parts, name: null }]
    }
    const results = content.filter(({ type }: Json) => type === 'tool_result')
    if (!results.every((result: Json, index: number) => result === content[index])) throw new Error('results not first')
    const said = content.slice(results.length)
    return [
      ...results.map(({ tool_use_id: callId, content: parts = [], is_error: isError = false }: Json) => ({
        role: 'tool',
        callId,
        name: names.get(callId) ?? null,
        content: parts.map(inputPart),
        isError,
      })),
      ...(said.length === 0 ? [] : [{ role: 'user', content: said.map(inputPart), name: null }]),
    ]
  })
}

function inputPart(block: Json): UserPart {
  const cacheControl: CacheControl | null = block.cache_control ?? null
  switch (block.type) {
    case 'text':
      return { kind: 'text', text: notBlank(block.text), cacheControl }
    case 'image':
      return { kind: 'image', source: sourceOf(block.source), detail: null, cacheControl }
    case 'document':
      return { kind: 'file', source: sourceOf(block.source), name: block.title ?? null, cacheControl }
    default:
      throw new Error(`Input tag '${block.type}' does not match any of the expected tags`)
  }
}

function outputPart(block: Json): AssistantPart {
  switch (block.type) {
    case 'text':
      return { kind: 'text', text: notBlank(block.text), cacheControl: block.cache_control ?? null }
    case 'thinking':
      return { kind: 'reasoning', text: block.thinking, signature: notBlank(block.signature) }
    case 'redacted_thinking':
      return { kind: 'redacted_reasoning', data: block.data }
    case 'tool_use': {
      if (!/^[\w-]+$/.test(block.id)) throw new Error("tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'")
      const { id, name, input, cache_control: cacheControl = null } = block
      return { kind: 'tool_call', id, name, arguments: JSON.stringify(input), signature: null, cacheControl }
    }
    default:
      throw new Error(`Input tag '${block.type}' does not match any of the expected tags`)
  }
}

function sourceOf(source: Json): Source {
  if (source.type === 'url') return { kind: 'url', url: source.url }
  if (source.type === 'file') return { kind: 'id', id: source.file_id }
  if (source.type === 'base64') return { kind: 'bytes', mediaType: source.media_type, base64: source.data }
  return { kind: 'bytes', mediaType: source.media_type, base64: Buffer.from(source.data).toString('base64') }
}

function tool({ name, description = null, input_schema: parameters, strict = null, ...more }: Json): Tool {
  if (parameters.type !== 'object') throw new Error(`tools.${name}.custom.input_schema.type: Field required`)
  const takesNothing = Object.keys(parameters.properties ?? {}).length === 0
  const cacheControl = more.cache_control ?? null
  return { name, description, parameters: takesNothing ? null : parameters, strict, cacheControl }
}

function choiceOf(choice: Json): ChatRequest['toolChoice'] {
  if (choice === undefined) return null
  return choice.type === 'any' ? { kind: 'required' } : { ...choiceKinds(choice) }
}

function choiceKinds({ type, name }: Json): NonNullable<ChatRequest['toolChoice']> {
  return type === 'tool' ? { kind: 'tool', name } : { kind: type }
}

function formatOf(format: Json, answerTool: Json): Format | null {
  if (answerTool !== undefined) {
    const { name, description, input_schema: schema } = answerTool
    return { kind: 'schema', name, description: description.slice(ANSWER.length + 2) || null, schema, strict: null }
  }
  if (format === undefined) return null
  const { title: name, description = null, ...schema } = format.schema
  return { kind: 'schema', name, description, schema, strict: null }
}

function reasoningOf(thinking: Json, effort: string | null = null, maxTokens: number): Reasoning | null {
  if (thinking === undefined) return effort === null ? null : { enabled: null, effort, budgetTokens: null }
  if (thinking.type === 'disabled') return { enabled: false, effort, budgetTokens: null }
  const budgetTokens = thinking.budget_tokens ?? null
  if (budgetTokens !== null && (budgetTokens < 1024 || budgetTokens >= maxTokens)) throw new Error('budget_tokens')
  return { enabled: true, effort, budgetTokens }
}

function inRange(temperature: number | undefined): number | null {
  if (temperature !== undefined && (temperature < 0 || temperature > 1)) throw new Error('temperature: range: 0..1')
  return temperature ?? null
}

function notBlank(text: string): string {
  if (text.trim() === '') throw new Error('text: must contain non-whitespace text')
  return text
}
