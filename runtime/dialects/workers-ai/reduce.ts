// A neutral request in, the part of it that the inputs of text generation have words for out; the rest is named.
// Source: developers.cloudflare.com/workers-ai/models, the schemas of these models.

import type { AssistantMessage, ChatRequest, ImagePart, Message, Tool, UserPart } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { present } from '../loose.ts'

/** `topK` is left in, for the writer to write. */
export function reduced(request: ChatRequest, loss: Loss): ChatRequest {
  const { stop, choices, logprobs, user, reasoning, parallelToolCalls } = request
  // Of theirs, and not of OpenAI's API: callers who know the model may say them.
  const { repetition_penalty, lora, ...others } = request.extras
  const effort = reasoning?.budgetTokens == null ? 'reasoning_effort' : 'thinking.budget_tokens'
  const lost = {
    stop: stop[0],
    n: choices === 1 ? null : choices,
    logprobs,
    user,
    parallel_tool_calls: parallelToolCalls === false || null,
    [effort]: reasoning,
    ...others,
  }
  unsaid(lost, loss)
  const nothing = { stop: [], choices: null, logprobs: null, user: null, reasoning: null, parallelToolCalls: null }
  return {
    ...request,
    ...nothing,
    ...toolsOf(request, loss),
    messages: request.messages.map((message) => reducedMessage(message, loss)),
    extras: present({ repetition_penalty, lora }),
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
