// A neutral request or answer in, what of it Anthropic's Messages API has words for out.

import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  Format,
  Message,
  Reasoning,
  TextPart,
  Tool,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

/** What a model of the 4.5 generation, or one that is no Claude, is asked. The models after it are tested by themselves. */
export function sayableRequest(request: ChatRequest): ChatRequest {
  const { tools, format, toolChoice } = request
  const takesSchemas = /claude-\w+-4-[1-9]/.test(request.model)
  const isForced = toolChoice?.kind === 'required' || toolChoice?.kind === 'tool'
  const byTool = format?.kind === 'schema' && !takesSchemas && !isForced
  const messages = sayableMessages(request.messages)
  const reasoning = reasoningFor(request, isForced || byTool || lacksThought(messages))
  const isThinking = reasoning?.enabled === true
  const most = /claude-\w+-[4-9]/.test(request.model) || isThinking ? 32_000 : 4096
  const isSerial = request.parallelToolCalls === false && toolChoice?.kind !== 'none'
  const hasBoth = takesSchemas && request.temperature !== null && request.topP !== null
  const temperature = request.temperature === null ? null : Math.min(1, request.temperature)
  const keepsTopP = hasBoth && temperature === 1
  return {
    ...request,
    messages,
    tools: tools.map((tool) => ({
      ...tool,
      strict: tool.strict === true && takesSchemas ? true : null,
    })),
    toolChoice: byTool
      ? toolChoice?.kind === 'none'
        ? toolChoice
        : null
      : (toolChoice ?? (isSerial ? { kind: 'auto' } : null)),
    parallelToolCalls: isSerial && !byTool ? false : null,
    format: format?.kind === 'schema' ? sayableFormat(format, byTool ? tools : takesSchemas ? [] : null) : format,
    reasoning,
    maxTokens: request.maxTokens ?? most,
    temperature: isThinking || keepsTopP ? null : temperature,
    topP: isThinking || (hasBoth && !keepsTopP) ? null : request.topP,
    topK: isThinking ? null : request.topK,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    stop: request.stop.filter((text) => text.trim() !== ''),
    choices: null,
    logprobs: null,
    includeUsage: true,
    extras: {},
  }
}

/** What gives the answer has a name of its own among the tools. */
function sayableFormat(format: Extract<Format, { kind: 'schema' }>, tools: readonly Tool[] | null): Format | null {
  if (tools === null) return null
  let { name } = format
  while (tools.some((tool) => tool.name === name)) name += '_'
  return { ...format, name, strict: null }
}

/** One answer; a refusal says so at its end. */
export function sayableResponse(response: ChatResponse): ChatResponse {
  const choices = response.choices.filter(({ index }) => index === 0)
  return {
    ...response,
    createdSeconds: null,
    choices: choices.map(({ content, finish }) => {
      const refusals = content.flatMap((part) => (part.kind === 'refusal' ? [part.text] : []))
      const isRefusal = refusals.length > 0 || /refusal|content_filter/.test(finish.reason)
      return {
        index: 0,
        content: [
          ...content.filter(({ kind }) => kind !== 'refusal').map(unsigned),
          ...(refusals.length > 0 ? [{ kind: 'refusal', text: refusals.join('') } as const] : []),
        ],
        finish: isRefusal ? { reason: 'refusal', stopSequence: null } : finish,
        logprobs: null,
      }
    }),
  }
}

function unsigned(part: AssistantPart): AssistantPart {
  return part.kind === 'tool_call' ? { ...part, signature: null } : part
}

function sayableMessages(messages: readonly Message[]): readonly Message[] {
  const instructions = messages.flatMap((message): readonly TextPart[] =>
    message.role === 'system' || message.role === 'developer' ? message.content.filter(isSaid) : [],
  )
  const found: Message[] = []
  for (const [position, message] of messages.entries()) {
    const last = found.at(-1)
    if (message.role === 'user') {
      const content = message.content.filter(isSaid).map(plain)
      const isMerged = last?.role === 'user' || last?.role === 'tool'
      if (content.length === 0 && (isMerged || position < messages.length - 1)) continue
      if (last?.role === 'user') found[found.length - 1] = { ...last, content: [...last.content, ...content] }
      else found.push({ role: 'user', content, name: null })
    } else if (message.role === 'tool') found.push({ ...message, content: message.content.filter(isSaid).map(plain) })
    else if (message.role === 'assistant') {
      const content = message.content
        .map((part): AssistantPart => (part.kind === 'refusal' ? { ...part, kind: 'text', cacheControl: null } : part))
        .filter((part) => (part.kind === 'text' ? isSaid(part) : part.kind !== 'reasoning' || part.signature !== null))
        .map(unsigned)
      if (content.length === 0) continue
      if (last?.role === 'assistant') found[found.length - 1] = { ...last, content: [...last.content, ...content] }
      else found.push({ role: 'assistant', content, name: null })
    }
  }
  if (found.length === 0) return [{ role: 'user', content: instructions, name: null }]
  return instructions.length === 0 ? found : [{ role: 'system', content: instructions, name: null }, ...found]
}

function isSaid(part: UserPart): boolean {
  return part.kind === 'text' ? part.text.trim() !== '' : part.kind !== 'audio'
}

function plain(part: UserPart): UserPart {
  return part.kind === 'image' ? { ...part, detail: null } : part
}

function lacksThought(messages: readonly Message[]): boolean {
  const isLoop = messages.findLastIndex(({ role }) => role !== 'tool' && role !== 'user')
  const asked = messages[isLoop]
  if (asked?.role !== 'assistant' || messages[isLoop + 1]?.role === 'user') return false
  return !/reasoning$/.test(asked.content[0]?.kind ?? '')
}

const shares: { readonly [effort: string]: number } = { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 }

function reasoningFor({ reasoning, maxTokens }: ChatRequest, isBarred: boolean): Reasoning | null {
  if (reasoning === null) return null
  if (reasoning.enabled === false) return { enabled: false, effort: null, budgetTokens: null }
  const most = maxTokens ?? 32_000
  if (isBarred || most <= 1024) return null
  const wanted = reasoning.budgetTokens ?? Math.floor(most * (shares[reasoning.effort ?? 'medium'] ?? 0))
  const budgetTokens = Math.max(1024, wanted < most ? wanted : Math.floor(most * 0.8))
  return { enabled: true, effort: null, budgetTokens }
}
