// A body of Cohere's v2 chat in, the neutral request that it says out, from its API reference.

import type {
  AssistantPart,
  ChatRequest,
  Format,
  JsonObject,
  Message,
  Reasoning,
  Source,
  TextPart,
  Tool,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

type Body = { readonly [name: string]: Body } & readonly Body[]

/** The path is `/v2/chat` and tells nothing. */
export function readRequest(json: JsonObject): ChatRequest {
  const body = json as unknown as Body
  const thinking = body.thinking
  const choice = text(body.tool_choice)
  return {
    model: String(body.model),
    messages: messagesOf(body.messages as Body),
    tools: ((body.tools ?? []) as readonly Body[]).map((tool) => toolOf(tool, json.strict_tools === true)),
    toolChoice: choice === null ? null : choice === 'NONE' ? { kind: 'none' } : { kind: 'required' },
    parallelToolCalls: null,
    format: formatOf(body.response_format),
    reasoning: thinking === undefined ? null : reasoningOf(thinking),
    maxTokens: number(body.max_tokens),
    temperature: number(body.temperature),
    topP: number(body.p),
    topK: number(body.k),
    frequencyPenalty: number(body.frequency_penalty),
    presencePenalty: number(body.presence_penalty),
    seed: number(body.seed),
    stop: (json.stop_sequences ?? []) as string[],
    choices: null,
    logprobs: json.logprobs === true ? { top: null } : null,
    user: null,
    stream: json.stream === true,
    includeUsage: true,
    extras: {},
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function messagesOf(messages: readonly Body[]): readonly Message[] {
  const names = new Map<string, string>()
  return messages.map((message): Message => {
    const { content, tool_call_id: callId } = message
    switch (text(message.role)) {
      case 'system':
        return { role: 'system', content: partsOf(content) as TextPart[], name: null }
      case 'assistant':
        return { role: 'assistant', content: assistantParts(message, names), name: null }
      case 'tool': {
        const id = String(callId)
        return { role: 'tool', callId: id, name: names.get(id) ?? null, content: partsOf(content), isError: false }
      }
      default:
        return { role: 'user', content: partsOf(content), name: null }
    }
  })
}

function partsOf(content: Body | undefined): readonly UserPart[] {
  const words = text(content)
  if (words !== null) return words === '' ? [] : [textPart(words)]
  return ((content ?? []) as readonly Body[]).map((part): UserPart => {
    if (text(part.type) === 'text') return textPart(String(part.text))
    const { url, detail } = part.image_url as Body
    return { kind: 'image', source: sourceOf(String(url)), detail: text(detail), cacheControl: null }
  })
}

function textPart(words: string): TextPart {
  return { kind: 'text', text: words, cacheControl: null }
}

function sourceOf(url: string): Source {
  const [, mediaType, base64] = /^data:([^;]+);base64,(.*)$/s.exec(url) ?? []
  if (mediaType === undefined || base64 === undefined) return { kind: 'url', url }
  return { kind: 'bytes', mediaType, base64 }
}

function assistantParts(
  { content, tool_plan: plan, tool_calls: calls }: Body,
  names: Map<string, string>,
): readonly AssistantPart[] {
  const words = text(content)
  const items = (words === null ? (content ?? []) : [{ type: 'text', text: words }]) as readonly Body[]
  return [
    ...(plan === undefined ? [] : [{ kind: 'reasoning', text: String(plan), signature: null } as const]),
    ...items.map(
      (item): AssistantPart =>
        text(item.type) === 'thinking'
          ? { kind: 'reasoning', text: String(item.thinking), signature: null }
          : textPart(String(item.text)),
    ),
    ...((calls ?? []) as readonly Body[]).map((call): AssistantPart => {
      const { name, arguments: json } = call.function as Body
      names.set(String(call.id), String(name))
      return {
        kind: 'tool_call',
        id: String(call.id),
        name: String(name),
        arguments: String(json),
        signature: null,
        cacheControl: null,
      }
    }),
  ]
}

function toolOf(tool: Body, isStrict: boolean): Tool {
  const { name, description, parameters } = tool.function as Body
  return {
    name: String(name),
    description: text(description),
    parameters: parameters as unknown as JsonObject,
    strict: isStrict ? true : null,
    cacheControl: null,
  }
}

function formatOf(format: Body | undefined): Format | null {
  if (format === undefined) return null
  if (format.json_schema === undefined) return { kind: 'json' }
  const schema = format.json_schema as unknown as JsonObject
  return { kind: 'schema', name: '', description: null, schema, strict: null }
}

function reasoningOf(thinking: Body): Reasoning {
  return { enabled: text(thinking.type) === 'enabled', effort: null, budgetTokens: number(thinking.token_budget) }
}
