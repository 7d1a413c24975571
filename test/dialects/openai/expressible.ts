// A neutral request in, as much of it out as Chat Completions can say of it to this model. What is left out here the gateway names as lost.

import type {
  AssistantMessage,
  CacheControl,
  ChatRequest,
  Message,
  TextPart,
  Tool,
  ToolMessage,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

/** What a model's servers take besides the plain API. */
interface Ways {
  readonly cache: 'all' | 'input' | 'none'
  readonly signed: boolean
  readonly bare: boolean
  readonly rests: boolean
}

function waysOf(model: string): Ways {
  if (/claude/.test(model)) return { cache: 'all', signed: true, bare: false, rests: false }
  if (/gemini/.test(model)) return { cache: 'none', signed: true, bare: false, rests: false }
  if (/deepseek|kimi|mimo/.test(model)) return { cache: 'none', signed: false, bare: true, rests: false }
  if (/gpt-5\.6/.test(model)) return { cache: 'input', signed: false, bare: false, rests: true }
  return { cache: 'none', signed: false, bare: false, rests: /gpt-5\./.test(model) }
}

/** Usage is always asked for, and instructions are all the system's. */
export function expressibleRequest(request: ChatRequest): ChatRequest {
  const ways = waysOf(request.model)
  const hasTools = request.tools.length > 0
  const { user } = request
  return {
    ...request,
    messages: expressibleMessages(request.messages, ways),
    tools: request.tools.map(
      (tool): Tool => ({ ...tool, cacheControl: ways.cache === 'all' ? tool.cacheControl : null }),
    ),
    toolChoice: hasTools ? request.toolChoice : null,
    parallelToolCalls: hasTools ? request.parallelToolCalls : null,
    reasoning: expressibleReasoning(request, ways),
    topK: null,
    user: user !== null && user.length > 64 ? null : user,
    includeUsage: request.stream,
  }
}

function expressibleReasoning({ reasoning }: ChatRequest, ways: Ways): ChatRequest['reasoning'] {
  if (reasoning === null) return null
  const said = (effort: string) => ({ enabled: null, effort, budgetTokens: null })
  if (reasoning.enabled === false) return ways.rests ? said('none') : null
  if (reasoning.effort !== null) return said(reasoning.effort)
  if (reasoning.budgetTokens === null) return said('medium')
  return said(reasoning.budgetTokens > 8192 ? 'high' : reasoning.budgetTokens > 2048 ? 'medium' : 'low')
}

/** What tools return beside text comes in a user's message behind the last of their messages. */
function expressibleMessages(messages: readonly Message[], ways: Ways): readonly Message[] {
  const said: Message[] = []
  let aside: UserPart[] = []
  for (const [position, message] of messages.entries()) {
    said.push(expressible(message, ways))
    if (message.role === 'tool') aside.push(...shown(message, ways))
    if (messages[position + 1]?.role === 'tool' || aside.length === 0) continue
    said.push({ role: 'user', content: aside, name: null })
    aside = []
  }
  return said
}

function expressible(message: Message, ways: Ways): Message {
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: joined(message.content, '\n\n', ways), name: message.name }
    case 'user':
      return { ...message, content: input(message.content, ways) }
    case 'assistant':
      return { ...message, content: own(message.content, ways) }
    case 'tool': {
      const texts = message.content.filter((part) => part.kind === 'text')
      return { ...message, content: joined(texts, '\n\n', ways), isError: false }
    }
    default:
      return message satisfies never
  }
}

function shown({ name, callId, content }: ToolMessage, ways: Ways): readonly UserPart[] {
  const parts = input(
    content.filter(({ kind }) => kind !== 'text'),
    ways,
  )
  const line: TextPart = { kind: 'text', text: `Returned by ${name} (${callId}):`, cacheControl: null }
  return parts.length === 0 ? [] : [line, ...parts]
}

/** Without signatures all thoughts are one text. */
function own(content: AssistantMessage['content'], ways: Ways): AssistantMessage['content'] {
  const thoughts = content.filter((part) => part.kind === 'reasoning')
  const bare = { kind: 'reasoning', text: thoughts.map(({ text }) => text).join(''), signature: null } as const
  const said = content.flatMap((part): AssistantMessage['content'] => {
    if (part.kind === 'tool_call') return [{ ...part, signature: ways.signed ? part.signature : null }]
    return ways.signed || !/reasoning/.test(part.kind) ? [part] : []
  })
  return ways.bare && bare.text !== '' ? [bare, ...said] : said
}

function joined(parts: readonly TextPart[], separator: string, ways: Ways): readonly TextPart[] {
  const marked = parts.map((part) => ({ ...part, cacheControl: mark(part.cacheControl, ways) }))
  if (parts.length === 0 || marked.some(({ cacheControl }) => cacheControl !== null)) return marked
  return [{ kind: 'text', text: parts.map(({ text }) => text).join(separator), cacheControl: null }]
}

function input(parts: readonly UserPart[], ways: Ways): readonly UserPart[] {
  return parts.flatMap((part): readonly UserPart[] => {
    if (part.kind === 'audio') return [part]
    const cacheControl = mark(part.cacheControl, ways)
    if (part.kind === 'image') return part.source.kind === 'id' ? [] : [{ ...part, cacheControl }]
    if (part.kind !== 'file') return [{ ...part, cacheControl }]
    if (part.source.kind === 'url') return []
    return [{ ...part, cacheControl, name: part.name ?? (part.source.kind === 'id' ? null : 'document.pdf') }]
  })
}

function mark(given: CacheControl | null, { cache }: Ways): CacheControl | null {
  if (cache === 'none' || given === null) return null
  return cache === 'all' ? given : { type: 'ephemeral' }
}
