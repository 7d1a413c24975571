// What Cohere's v2 chat can say of a request or an answer: the neutral one, with what it cannot say taken out, and what it says in
// another way said so.

import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  Format,
  Message,
  Reasoning,
  Tool,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

/** The name of a schema is not said; one certain tool is the only one, and required. */
export function expressibleRequest(request: ChatRequest): ChatRequest {
  const { toolChoice, logprobs, topP } = request
  const chosen = toolChoice?.kind === 'tool' ? request.tools.filter(({ name }) => name === toolChoice.name) : []
  const tools = chosen.length > 0 ? chosen : request.tools
  const isStrict = tools.length > 0 && tools.every(({ strict }) => strict === true)
  return {
    ...request,
    messages: request.messages.map(messageOf),
    tools: tools.map((tool) => toolOf(tool, isStrict)),
    toolChoice: chosen.length > 0 ? { kind: 'required' } : toolChoice?.kind === 'auto' ? null : toolChoice,
    parallelToolCalls: null,
    format: tools.length > 0 ? null : formatOf(request.format),
    reasoning: request.reasoning === null ? null : reasoningOf(request.reasoning),
    topP: topP === null ? null : Math.max(0.01, Math.min(0.99, topP)),
    frequencyPenalty: penalty(request.frequencyPenalty),
    presencePenalty: penalty(request.presencePenalty),
    choices: null,
    logprobs: logprobs === null ? null : { top: null },
    user: null,
    includeUsage: true,
    extras: {},
  }
}

function penalty(value: number | null): number | null {
  return value === null ? null : Math.max(0, Math.min(1, value))
}

function toolOf(tool: Tool, isStrict: boolean): Tool {
  const parameters = tool.parameters ?? { type: 'object', properties: {} }
  return { ...tool, parameters, strict: isStrict ? true : null, cacheControl: null }
}

function formatOf(format: Format | null): Format | null {
  return format?.kind === 'schema' ? { ...format, name: '', description: null, strict: null } : format
}

function reasoningOf({ enabled, budgetTokens }: Reasoning): Reasoning {
  const isOn = enabled !== false
  return { enabled: isOn, effort: null, budgetTokens: isOn ? budgetTokens : null }
}

function messageOf(message: Message): Message {
  switch (message.role) {
    case 'system':
    case 'developer':
      return { ...message, role: 'system', content: message.content.map((part) => ({ ...part, cacheControl: null })) }
    case 'user':
      return { ...message, name: null, content: message.content.flatMap(userPart) }
    case 'assistant':
      return { ...message, name: null, content: assistantParts(message.content) }
    case 'tool': {
      const content = message.content.filter(({ kind }) => kind === 'text').flatMap(userPart)
      return { ...message, isError: false, content }
    }
    default:
      return message satisfies never
  }
}

function userPart(part: UserPart): readonly UserPart[] {
  if (part.kind === 'text') return [{ ...part, cacheControl: null }]
  return part.kind === 'image' && part.source.kind !== 'id' ? [{ ...part, cacheControl: null }] : []
}

/** With calls all thoughts are one plan. */
function assistantParts(parts: readonly AssistantPart[]): readonly AssistantPart[] {
  const thoughts = parts.filter((part) => part.kind === 'reasoning')
  const plan = thoughts.map(({ text }) => text).join('')
  const hasCalls = parts.some(({ kind }) => kind === 'tool_call')
  const rest = parts.flatMap((part): AssistantPart[] => {
    if (part.kind === 'refusal') return [{ kind: 'text', text: part.text, cacheControl: null }]
    if (part.kind === 'redacted_reasoning') return []
    if (part.kind === 'reasoning') return hasCalls ? [] : [{ ...part, signature: null }]
    return [part.kind === 'tool_call' ? { ...part, signature: null } : part]
  })
  return hasCalls && plan !== '' ? [{ kind: 'reasoning', text: plan, signature: null }, ...rest] : rest
}

/** One choice, whose thoughts are one; no model, no signatures, no stop sequence; usage without what only others count. */
export function expressibleResponse({ id, choices, usage }: ChatResponse): ChatResponse {
  const { content = [], finish = { reason: 'stop', stopSequence: null } as const, logprobs = null } = choices[0] ?? {}
  const plan = content.flatMap((part) => (part.kind === 'reasoning' ? [part.text] : [])).join('')
  const parts = assistantParts(content.filter(({ kind }) => kind !== 'reasoning'))
  const thought: AssistantPart[] = plan === '' ? [] : [{ kind: 'reasoning', text: plan, signature: null }]
  return {
    id,
    model: null,
    createdSeconds: null,
    choices: [{ index: 0, content: [...thought, ...parts], finish: { ...finish, stopSequence: null }, logprobs }],
    usage: usage === null ? null : { ...usage, cacheWriteTokens: null, reasoningTokens: null },
  }
}
