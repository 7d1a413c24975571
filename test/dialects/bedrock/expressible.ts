// What Bedrock's Converse can say of a request or an answer: the neutral one, with what it cannot say taken out, and what it says in
// another way said so.

import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  Message,
  Reasoning,
  TextPart,
  Tool,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

const MIN_BUDGET = 1024
const BUDGETS: { readonly [effort: string]: number } = { minimal: 1024, low: 2048, medium: 8192, high: 16_384 }

/** Of a request to one of these models: Claude with budgets (4.5), one that thinks as it sees fit (5), Nova 2, or another. */
export function expressibleRequest(request: ChatRequest): ChatRequest {
  const { model, toolChoice, tools } = request
  const isClaude = model.includes('claude')
  const isNew = /claude-[a-z]+-5/.test(model)
  const isNova = model.includes('nova-2')
  const mustCall = toolChoice?.kind === 'required' || toolChoice?.kind === 'tool'
  const reasoning = reasoningOf(request, { isClaude, isNew, isNova, mustCall })
  const thinks = isClaude && reasoning !== null && reasoning.enabled !== false
  const offered = toolChoice?.kind === 'none' ? [] : tools.map((tool) => toolOf(tool, isClaude))
  const format = mustCall || request.format?.kind !== 'schema' || (thinks && isNew) ? null : request.format
  const isTool = format !== null && !thinks
  const one = !isClaude || (!isNew && !thinks)
  return {
    ...request,
    messages: messagesOf(request.messages).map((message) => withMarks(message, { isClaude, isNova })),
    tools: offered,
    toolChoice: offered.length === 0 || isTool ? null : toolChoice,
    parallelToolCalls: isClaude && offered.length > 0 && request.parallelToolCalls === false ? false : null,
    format:
      format === null ? null : { ...format, name: isTool ? unused(format.name, tools) : format.name, strict: null },
    reasoning,
    temperature: one && request.temperature !== null ? Math.min(request.temperature, 1) : null,
    topP: one && (!isClaude || request.temperature === null) ? request.topP : null,
    topK: (isClaude && !thinks) || isNova ? request.topK : null,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    choices: null,
    logprobs: null,
    user: null,
    includeUsage: true,
    extras: {},
  }
}

/** The tool that the answer goes through has a name of its own. */
function unused(name: string, tools: readonly Tool[]): string {
  return tools.some((tool) => tool.name === name) ? unused(`${name}_answer`, tools) : name
}

function reasoningOf(
  { reasoning, maxTokens, messages }: ChatRequest,
  is: { readonly isClaude: boolean; readonly isNew: boolean; readonly isNova: boolean; readonly mustCall: boolean },
): Reasoning | null {
  if (reasoning === null || (!is.isClaude && !is.isNova)) return null
  const effort = reasoning.effort === 'minimal' ? 'low' : reasoning.effort
  const off = { enabled: false, effort: null, budgetTokens: null }
  if (reasoning.enabled === false) return off
  if (is.isNova) return { enabled: true, effort: effort ?? 'medium', budgetTokens: null }
  if (is.mustCall) return null
  if (is.isNew) return { enabled: true, effort, budgetTokens: null }
  const turn = messages.findLast(({ role }) => role === 'assistant') as
    | { content: readonly AssistantPart[] }
    | undefined
  const first = turn?.content[0]
  const isThought = first?.kind === 'redacted_reasoning' || (first?.kind === 'reasoning' && first.signature !== null)
  if (messages.at(-1)?.role === 'tool' && !isThought) return null
  if (reasoning.budgetTokens !== null) return { enabled: true, effort: null, budgetTokens: reasoning.budgetTokens }
  const budget = Math.min(
    BUDGETS[effort === 'low' ? String(reasoning.effort) : String(effort)] ?? 0,
    (maxTokens ?? 1e6) - 1,
  )
  return budget < MIN_BUDGET ? null : { enabled: true, effort: null, budgetTokens: budget }
}

function toolOf(tool: Tool, isClaude: boolean): Tool {
  return {
    ...tool,
    cacheControl: isClaude ? tool.cacheControl : null,
    strict: null,
    description: tool.description?.trim() ? tool.description : null,
    parameters: tool.parameters ?? { type: 'object', properties: {} },
  }
}

/** Claude keeps for an hour what it is told to, Nova for its own time; another model has no cache. */
function withMarks(message: Message, is: { readonly isClaude: boolean; readonly isNova: boolean }): Message {
  const content = (message.content as readonly (UserPart | AssistantPart)[]).map((part) => {
    if (is.isClaude || !('cacheControl' in part) || part.cacheControl === null) return part
    return { ...part, cacheControl: is.isNova ? { type: 'ephemeral' } : null }
  })
  return { ...message, content } as Message
}

/** Instructions first and as one, blank texts gone, turns of one role as one. */
function messagesOf(messages: readonly Message[]): readonly Message[] {
  const instructions = messages.flatMap((message) =>
    message.role === 'system' || message.role === 'developer' ? message.content.filter(isSaid) : [],
  )
  const rest: Message[] = []
  for (const message of messages) {
    const next = messageOf(message)
    if (next === null || next.content.length === 0) continue
    const last = rest.at(-1)
    if (last !== undefined && last.role === next.role && next.role !== 'tool') {
      rest[rest.length - 1] = { ...next, content: [...last.content, ...next.content] } as Message
    } else rest.push(next)
  }
  return [
    ...(instructions.length === 0 ? [] : [{ role: 'system', content: instructions, name: null } as const]),
    ...rest,
  ]
}

function messageOf(message: Message): Message | null {
  switch (message.role) {
    case 'system':
    case 'developer':
      return null
    case 'user':
      return { ...message, name: null, content: message.content.flatMap(userPart) }
    case 'assistant':
      return { ...message, name: null, content: message.content.flatMap(assistantPart) }
    case 'tool': {
      const marks = message.content.flatMap((part) => ('cacheControl' in part ? [part.cacheControl] : []))
      const mark = marks.findLast((some) => some !== null) ?? null
      const parts: UserPart[] = message.content.flatMap(userPart).map((part) => ({ ...part, cacheControl: null }))
      const content = parts.length === 0 ? [{ kind: 'text' as const, text: '(no output)', cacheControl: null }] : parts
      return { ...message, content: [...content.slice(0, -1), { ...(content.at(-1) as TextPart), cacheControl: mark }] }
    }
    default:
      return message satisfies never
  }
}

function isSaid({ text }: { readonly text: string }): boolean {
  return text.trim() !== ''
}

function userPart(part: UserPart): readonly UserPart[] {
  if (part.kind === 'text') return isSaid(part) ? [part] : []
  if (part.kind === 'audio') return [part]
  if (part.source.kind !== 'bytes') return []
  return [part.kind === 'image' ? { ...part, detail: null } : { ...part, name: null }]
}

function assistantPart(part: AssistantPart): readonly AssistantPart[] {
  switch (part.kind) {
    case 'text':
      return isSaid(part) ? [part] : []
    case 'refusal':
      return isSaid(part) ? [{ kind: 'text', text: part.text, cacheControl: null }] : []
    case 'reasoning':
      return part.signature === null ? [] : [part]
    case 'tool_call':
      return [{ ...part, signature: null }]
    default:
      return [part]
  }
}

/** One choice, without id, model and probabilities; a refusal is text. */
export function expressibleResponse({ choices, usage }: ChatResponse): ChatResponse {
  const content = (choices[0]?.content ?? []).map((part): AssistantPart => {
    if (part.kind === 'refusal') return { kind: 'text', text: part.text, cacheControl: null }
    return part.kind === 'tool_call' ? { ...part, signature: null } : part
  })
  const finish = choices[0]?.finish ?? { reason: 'stop', stopSequence: null }
  return {
    id: null,
    model: null,
    createdSeconds: null,
    choices: [{ index: 0, content, finish, logprobs: null }],
    usage: usage === null ? null : { ...usage, reasoningTokens: null },
  }
}
