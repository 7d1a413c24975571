// A neutral request in, the part of it that the inputs of text generation have words for out; the rest is named.
// Source: developers.cloudflare.com/workers-ai/models, the schemas of these models.

import type { AssistantMessage, ChatRequest, ImagePart, JsonObject, Message, Tool, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'

/** Fields of theirs that OpenAI's API does not have: callers who know the model may say them. */
const OWN = new Set(['repetition_penalty', 'lora'])

/** `topK` is left in, for the writer to write. */
export function reduced(request: ChatRequest, loss: Loss): ChatRequest {
  const { stop, choices, logprobs, user, reasoning, parallelToolCalls } = request
  if (stop.length > 0) loss.drop('stop')
  if (choices !== null && choices !== 1) loss.drop('n')
  if (logprobs !== null) loss.drop('logprobs')
  if (user !== null) loss.drop('user')
  if (parallelToolCalls === false) loss.drop('parallel_tool_calls')
  if (reasoning !== null) loss.drop(reasoning.budgetTokens === null ? 'reasoning_effort' : 'thinking.budget_tokens')
  const nothing = { stop: [], choices: null, logprobs: null, user: null, reasoning: null, parallelToolCalls: null }
  return {
    ...request,
    ...nothing,
    ...toolsOf(request, loss),
    messages: request.messages.map((message) => reducedMessage(message, loss)),
    extras: ownExtras(request.extras, loss),
  }
}

/** One tool is called where it is the only one, and some tool is required. */
function toolsOf({ tools, toolChoice }: ChatRequest, loss: Loss): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const one = toolChoice?.kind === 'tool' ? tools.filter(({ name }) => name === toolChoice.name) : []
  return {
    tools: (one.length > 0 ? one : tools).map((tool) => reducedTool(tool, loss)),
    toolChoice: one.length > 0 ? { kind: 'required' } : toolChoice,
  }
}

function reducedTool(tool: Tool, loss: Loss): Tool {
  if (tool.strict === true) loss.drop('tools.strict')
  return { ...tool, strict: null }
}

function reducedMessage(message: Message, loss: Loss): Message {
  switch (message.role) {
    case 'assistant':
      return { ...message, content: withoutThoughts(message, loss) }
    case 'user':
      return { ...message, content: reducedParts(message.content, loss) }
    case 'tool':
      return { ...message, content: reducedParts(message.content, loss) }
    default:
      return message
  }
}

function withoutThoughts({ content }: AssistantMessage, loss: Loss): AssistantMessage['content'] {
  const said = content.filter(({ kind }) => kind !== 'reasoning' && kind !== 'redacted_reasoning')
  if (said.length < content.length) loss.drop('messages.reasoning_details')
  return said.map((part) => (part.kind === 'refusal' ? { kind: 'text', text: part.text, cacheControl: null } : part))
}

/** Texts alone are one text: the oldest models take no list. */
function reducedParts(parts: readonly UserPart[], loss: Loss): readonly UserPart[] {
  const said = parts.flatMap((part): readonly UserPart[] => {
    if (part.kind === 'text') return [part]
    if (part.kind === 'image') return reducedImage(part, loss)
    loss.drop(`messages.${part.kind}`)
    return []
  })
  const texts = said.filter((part) => part.kind === 'text')
  const [first] = texts
  if (first === undefined || texts.length < said.length || texts.length === 1) return said
  const cacheControl = texts.map((part) => part.cacheControl).find((mark) => mark !== null) ?? null
  return [{ kind: 'text', text: texts.map(({ text }) => text).join('\n\n'), cacheControl }]
}

/** Images are taken as bytes only: an address would be refused. */
function reducedImage(part: ImagePart, loss: Loss): readonly ImagePart[] {
  if (part.source.kind !== 'bytes') {
    loss.drop(`messages.image.${part.source.kind}`)
    return []
  }
  if (part.detail !== null && part.detail !== 'auto') loss.drop('messages.image.detail')
  return [{ ...part, detail: null }]
}

function ownExtras(extras: JsonObject, loss: Loss): JsonObject {
  const own: { [name: string]: unknown } = {}
  for (const [name, value] of Object.entries(extras)) {
    if (OWN.has(name)) own[name] = value
    else loss.drop(name)
  }
  return own
}
