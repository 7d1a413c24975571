// What Anthropic's Messages API can say of a request, and of an answer: the neutral one, with the rest taken out, and what it says in another
// way said so.

import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  Message,
  SystemMessage,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

/** Whether it goes to `system`. */
export function isInstruction(message: Message): message is SystemMessage {
  return message.role === 'system' || message.role === 'developer'
}

/** Fields that other APIs have are not among this one's. */
export function expressibleRequest(request: ChatRequest): ChatRequest {
  const { messages, format, reasoning, tools, parallelToolCalls, toolChoice } = request
  const system = messages.filter(isInstruction).flatMap(({ content }) => content)
  const rest = messages
    .filter((message) => !isInstruction(message))
    .map(expressibleMessage)
    .filter(({ role, content }) => role !== 'user' || content.length > 0)
  const schema = format?.kind === 'schema' ? { title: format.name, ...format.schema } : {}
  return {
    ...request,
    messages: system.length === 0 ? rest : [{ role: 'system', content: system, name: null }, ...rest],
    tools: tools.map((tool) => ({ ...tool })),
    toolChoice: toolChoice ?? (parallelToolCalls === null ? null : { kind: 'auto' }),
    format: format?.kind === 'schema' ? { ...format, schema, description: null, strict: true } : null,
    reasoning: reasoning?.enabled == null && !reasoning?.effort ? null : reasoning,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    choices: null,
    logprobs: null,
    includeUsage: true,
  }
}

function expressibleMessage(message: Message): Message {
  if (message.role === 'assistant') return { ...message, name: null, content: message.content.map(expressibleOwn) }
  if (message.role === 'user') return { ...message, name: null, content: message.content.flatMap(expressiblePart) }
  return message.role === 'tool' ? { ...message, content: message.content.flatMap(expressiblePart) } : message
}

function expressibleOwn(part: AssistantPart): AssistantPart {
  return part.kind === 'refusal' ? { kind: 'text', text: part.text, cacheControl: null } : part
}

function expressiblePart(part: UserPart): readonly UserPart[] {
  if (part.kind === 'audio') return []
  return [part.kind === 'image' ? { ...part, detail: null } : part]
}

/** One answer. What nobody counted is 0, and a refusal is said by the reason alone. */
export function expressibleResponse(response: ChatResponse, { model }: ChatRequest): ChatResponse {
  const { content = [], finish } = response.choices[0] ?? {}
  const isRefusal = content.some(({ kind }) => kind === 'refusal') && finish?.reason === 'stop'
  const reason = isRefusal || finish?.reason === 'content_filter' ? 'refusal' : (finish?.reason ?? 'stop')
  const { usage } = response
  return {
    id: response.id?.startsWith('msg_') ? response.id : `msg_${response.id ?? '0'}`,
    model: response.model ?? model,
    createdSeconds: null,
    choices: [
      {
        index: 0,
        content: content.map((part): AssistantPart => {
          if (part.kind !== 'refusal' || reason === 'refusal') return part
          return { kind: 'text', text: part.text, cacheControl: null }
        }),
        finish: { reason, stopSequence: reason === 'stop' ? (finish?.stopSequence ?? null) : null },
        logprobs: null,
      },
    ],
    usage: {
      inputTokens: usage?.inputTokens ?? 0,
      outputTokens: usage?.outputTokens ?? 0,
      cachedTokens: usage?.cachedTokens ?? 0,
      cacheWriteTokens: usage?.cacheWriteTokens ?? 0,
      reasoningTokens: usage?.reasoningTokens ?? null,
    },
  }
}
