// A neutral request in, as much of it out as a Workers AI model can be told: all of Chat Completions, or the inputs of text generation.

import type { AssistantPart, ChatRequest, Message, TextPart, UserPart } from '../../../runtime/dialects/chat.ts'
import { expressibleRequest as openai } from '../openai/expressible.ts'

/** Which models take no more than text generation's inputs; of all the rest tests use none of the older. */
export function isOlder(model: string): boolean {
  return model.startsWith('@cf/meta/llama-3')
}

/** Thinking is switched on and off apart from its effort. */
export function expressibleRequest(request: ChatRequest): ChatRequest {
  if (isOlder(request.model)) return { ...openai(older(request)), topK: request.topK }
  const { reasoning } = request
  const said = openai({ ...request, reasoning: reasoning?.enabled === false ? null : reasoning })
  if (reasoning?.enabled == null) return said
  const effort = said.reasoning?.effort ?? null
  return { ...said, reasoning: { enabled: reasoning.enabled, effort, budgetTokens: null } }
}

function older(request: ChatRequest): ChatRequest {
  const { tools, toolChoice, format, extras, stream } = request
  const one = toolChoice?.kind === 'tool' ? tools.filter(({ name }) => name === toolChoice.name) : tools
  const own = Object.entries(extras).filter(([name]) => name === 'lora' || name === 'repetition_penalty')
  return {
    ...request,
    messages: request.messages.map(olderMessage),
    tools: one.map((tool) => ({ ...tool, strict: null })),
    toolChoice: toolChoice?.kind === 'tool' ? { kind: 'required' } : toolChoice,
    format: format?.kind === 'schema' ? { ...format, strict: null } : format,
    parallelToolCalls: null,
    reasoning: null,
    stop: [],
    choices: null,
    logprobs: null,
    user: null,
    stream: stream && tools.length === 0 && format === null,
    extras: Object.fromEntries(own),
  }
}

function olderMessage(message: Message): Message {
  if (message.role === 'assistant') return { ...message, content: words(message.content) }
  if (message.role === 'user' || message.role === 'tool') return { ...message, content: shown(message.content) }
  return message
}

function words(parts: readonly AssistantPart[]): readonly AssistantPart[] {
  return parts.flatMap((part): AssistantPart[] => {
    if (part.kind === 'refusal') return [{ kind: 'text', text: part.text, cacheControl: null }]
    return part.kind === 'text' || part.kind === 'tool_call' ? [part] : []
  })
}

function shown(parts: readonly UserPart[]): readonly UserPart[] {
  const said = parts.flatMap((part): UserPart[] => {
    if (part.kind === 'text') return [part]
    return part.kind === 'image' && part.source.kind === 'bytes' ? [{ ...part, detail: null }] : []
  })
  const texts = said.filter((part): part is TextPart => part.kind === 'text')
  if (texts.length < said.length || texts.length === 0) return said
  return [{ kind: 'text', text: texts.map(({ text }) => text).join('\n\n'), cacheControl: null }]
}
