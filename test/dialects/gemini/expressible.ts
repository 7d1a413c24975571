// What Gemini's API has words for: of a neutral request or answer, as much as can come back through it.

import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  Choice,
  JsonObject,
  Message,
  Reasoning,
  UserPart,
} from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'
import type { ProviderSide } from '../provider.ts'

/** What clients find before a signature of Gemini's. */
export const MARK = 'gemini:'

/** Models that count thoughts in tokens. */
export const IS_EARLY = /gemini-[12]\./

/** Both directions. */
export const expressible: ProviderSide['expressible'] = {
  request: (request) => ({
    ...request,
    messages: conversation(request),
    tools: request.tools.map((tool) => ({ ...tool, strict: null, cacheControl: null })),
    parallelToolCalls: null,
    format: request.format?.kind === 'schema' ? { ...request.format, strict: null } : request.format,
    reasoning: request.reasoning === null ? null : reasoning(request.reasoning, request),
    logprobs: request.logprobs?.top === 0 ? { top: null } : request.logprobs,
    user: null,
    includeUsage: true,
    extras: {},
  }),
  response: (response: ChatResponse) => ({
    ...response,
    choices: response.choices.map(choice),
    usage: response.usage === null ? null : { ...response.usage, cacheWriteTokens: null },
  }),
}

const BUDGETS: { readonly [effort: string]: number } = { minimal: 1024, low: 1024, medium: 8192, high: 24576 }

function reasoning({ enabled, effort, budgetTokens }: Reasoning, { model }: ChatRequest): Reasoning {
  if (enabled === false) return { enabled, effort: null, budgetTokens: null }
  if (budgetTokens !== null) return { enabled: true, effort: null, budgetTokens }
  if (effort === null || !IS_EARLY.test(model)) return { enabled: effort === null ? true : null, effort, budgetTokens }
  return { enabled: true, effort: null, budgetTokens: BUDGETS[effort] ?? null }
}

/** All instructions are one, in front; a turn that says nothing is none. */
function conversation({ messages, model }: ChatRequest): readonly Message[] {
  const system = messages.flatMap(({ role, content }) =>
    role === 'system' || role === 'developer'
      ? content.flatMap((part) => (part.kind === 'text' ? [plain(part)] : []))
      : [],
  )
  const rest = messages.flatMap((message): Message[] => {
    if (message.role === 'user') return [{ ...message, name: null, content: message.content.map(userPart) }]
    if (message.role === 'assistant') {
      const content = message.content.flatMap(assistantPart)
      return content.length === 0 ? [] : [{ ...message, name: null, content }]
    }
    if (message.role !== 'tool') return []
    const parts = message.content.map(userPart)
    const words = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
    const text = words.length === 0 ? [] : [{ kind: 'text' as const, text: words.join('\n'), cacheControl: null }]
    const media = parts.filter((part) => part.kind !== 'text')
    // Bytes are a part of the result, addresses stand behind it, where early models have all of them.
    const isInside = (part: UserPart) =>
      IS_EARLY.test(model) || part.kind === 'audio' || ('source' in part && part.source.kind === 'bytes')
    return [{ ...message, content: [...text, ...media.filter(isInside), ...media.filter((part) => !isInside(part))] }]
  })
  return system.length === 0 ? rest : [{ role: 'system', content: system, name: null }, ...rest]
}

function plain<Part extends { readonly cacheControl: unknown }>(part: Part): Part & { cacheControl: null } {
  return { ...part, cacheControl: null }
}

/** An address is an image's or a document's by the type that its name tells. */
function userPart(part: UserPart): UserPart {
  if (part.kind === 'audio') return part
  if (part.kind === 'text') return plain(part)
  const { kind, source } = part
  const named = kind === 'file' && part.name !== null ? 'file' : null
  const address = source.kind === 'url' ? source.url : ''
  const isImage = named === null && (address.endsWith('.png') || (kind === 'image' && source.kind !== 'id'))
  return isImage || (kind === 'image' && source.kind === 'bytes')
    ? { kind: 'image', source, detail: null, cacheControl: null }
    : { kind: 'file', source, name: null, cacheControl: null }
}

function assistantPart(part: AssistantPart): AssistantPart[] {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return [{ kind: 'text', text: part.text, cacheControl: null }]
    case 'reasoning': {
      const signature = part.signature?.startsWith(MARK) === true ? part.signature : null
      return part.text === '' && signature === null ? [] : [{ ...part, signature }]
    }
    case 'redacted_reasoning':
      return []
    case 'tool_call':
      return [plain({ ...part, arguments: JSON.stringify(parseExactly(part.arguments)) })]
    default:
      return part satisfies never
  }
}

const REASONS: { readonly [reason: string]: Choice['finish']['reason'] } = {
  refusal: 'content_filter',
  pause: 'length',
}

function choice({ content, finish, logprobs, index }: Choice): Choice {
  const said = content.flatMap((part): AssistantPart[] => {
    if (part.kind === 'refusal' || part.kind === 'redacted_reasoning') return []
    if (part.kind !== 'reasoning' || part.signature === null) return [part]
    return [{ ...part, signature: MARK + part.signature.replace(MARK, '') }]
  })
  const tokens = (logprobs?.content ?? []) as readonly JsonObject[]
  const bare = (some: readonly JsonObject[]) => some.map((token) => ({ ...token, bytes: null }))
  return {
    index,
    content: said,
    finish: { reason: REASONS[finish.reason] ?? finish.reason, stopSequence: null },
    logprobs:
      logprobs === null
        ? null
        : {
            content: bare(tokens).map((token) => ({
              ...token,
              top_logprobs: bare((token as JsonObject).top_logprobs as readonly JsonObject[]),
            })),
            refusal: null,
          },
  }
}
