// A body of Bedrock's Converse in, the neutral request that it says out, from AWS's API reference.

import type {
  AssistantPart,
  CacheControl,
  ChatRequest,
  Format,
  JsonObject,
  Message,
  Reasoning,
  TextPart,
  Tool,
  ToolMessage,
  UserMessage,
  UserPart,
} from '../../../runtime/dialects/chat.ts'

type Body = { readonly [name: string]: Body } & readonly Body[]

/** What the gateway tells the model of a tool that stands for the answer's format, and of one that is gone. */
const ANSWER = 'Answer with this tool: its input is the whole answer.'
const GONE = 'No longer available. Do not call it.'

/** The path is `model/{id}/converse` or `model/{id}/converse-stream`. */
export function readRequest(json: JsonObject, path: string): ChatRequest {
  const body = json as unknown as Body
  const [, model = '', method = ''] = /model\/([^/]+)\/(converse(?:-stream)?)$/.exec(path) ?? []
  const { inferenceConfig, additionalModelRequestFields: more, toolConfig, outputConfig } = body as Record<string, Body>
  const specs = toolsOf(toolConfig?.tools)
  const answer = specs.find(({ description }) => description?.startsWith(ANSWER))
  const choice = toolConfig?.toolChoice
  const forces = answer !== undefined && (choice?.any !== undefined || text(choice?.tool?.name) === answer.name)
  return {
    model: decodeURIComponent(model),
    messages: [...systemOf(body.system), ...messagesOf(body.messages)],
    tools: specs.filter((tool) => tool !== answer && tool.description !== GONE),
    toolChoice: forces ? null : choiceOf(choice),
    parallelToolCalls: more?.tool_choice?.disable_parallel_tool_use === undefined ? null : false,
    format: answer === undefined ? nativeFormat(outputConfig) : formatOf(answer),
    reasoning: reasoningOf(more),
    maxTokens: number(inferenceConfig?.maxTokens),
    temperature: number(inferenceConfig?.temperature),
    topP: number(inferenceConfig?.topP),
    topK: number(more?.top_k) ?? number(more?.inferenceConfig?.topK),
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    stop: (inferenceConfig?.stopSequences ?? []) as unknown as string[],
    choices: null,
    logprobs: null,
    user: null,
    stream: method === 'converse-stream',
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

function markOf({ cachePoint }: Body): CacheControl {
  return { type: 'ephemeral', ...(cachePoint?.ttl === undefined ? {} : { ttl: cachePoint.ttl }) }
}

/** A mark belongs to the part before it. */
function marked<Part>(parts: Part[], block: Body): boolean {
  if (block.cachePoint === undefined) return false
  parts.push({ ...(parts.pop() as Part), cacheControl: markOf(block) })
  return true
}

function systemOf(blocks: Body | undefined): readonly Message[] {
  const content: TextPart[] = []
  for (const block of blocks ?? []) {
    if (marked(content, block) || text(block.text)?.startsWith('Answer with one JSON object')) continue
    content.push({ kind: 'text', text: String(block.text), cacheControl: null })
  }
  return content.length === 0 ? [] : [{ role: 'system', content, name: null }]
}

function messagesOf(turns: Body | undefined): readonly Message[] {
  const messages: Message[] = []
  const names = new Map<string, string>()
  for (const { role, content } of (turns ?? []) as unknown as { role: unknown; content: Body }[]) {
    if (role === 'assistant') messages.push({ role, content: assistantParts(content, names), name: null })
    else messages.push(...userMessages(content, names))
  }
  return messages
}

function userMessages(blocks: Body, names: ReadonlyMap<string, string>): readonly Message[] {
  const messages: (UserMessage | ToolMessage)[] = []
  for (const block of blocks) {
    const last = messages.at(-1)
    if (block.toolResult !== undefined) {
      const { toolUseId, content, status } = block.toolResult
      const callId = String(toolUseId)
      const parts = (content as unknown as Body[]).map(userPart)
      messages.push({
        role: 'tool',
        callId,
        name: names.get(callId) ?? null,
        content: parts,
        isError: text(status) === 'error',
      })
    } else if (block.cachePoint !== undefined) marked(last?.content as UserPart[], block)
    else if (last?.role === 'user') (last.content as UserPart[]).push(userPart(block))
    else messages.push({ role: 'user', content: [userPart(block)], name: null })
  }
  return messages
}

function userPart({ image, audio, document, text: words }: Body): UserPart {
  const bytes = (media: Body, mediaType: string) =>
    ({ kind: 'bytes', mediaType, base64: String(media.source?.bytes) }) as const
  if (image !== undefined) {
    return { kind: 'image', source: bytes(image, `image/${image.format}`), detail: null, cacheControl: null }
  }
  if (audio !== undefined) return { kind: 'audio', base64: String(audio.source?.bytes), format: String(audio.format) }
  if (document !== undefined) {
    return { kind: 'file', source: bytes(document, `application/${document.format}`), name: null, cacheControl: null }
  }
  return { kind: 'text', text: String(words), cacheControl: null }
}

function assistantParts(blocks: Body, names: Map<string, string>): readonly AssistantPart[] {
  const parts: AssistantPart[] = []
  for (const block of blocks) {
    if (marked(parts, block)) continue
    const { toolUse, reasoningContent } = block
    if (toolUse !== undefined) {
      const [id, name] = [String(toolUse.toolUseId), String(toolUse.name)]
      names.set(id, name)
      const json = JSON.stringify(toolUse.input)
      parts.push({ kind: 'tool_call', id, name, arguments: json, signature: null, cacheControl: null })
    } else if (reasoningContent?.redactedContent !== undefined) {
      parts.push({ kind: 'redacted_reasoning', data: String(reasoningContent.redactedContent) })
    } else if (reasoningContent !== undefined) {
      const { text: words, signature } = reasoningContent.reasoningText as Body
      parts.push({ kind: 'reasoning', text: String(words), signature: text(signature) })
    } else parts.push({ kind: 'text', text: String(block.text), cacheControl: null })
  }
  return parts
}

function toolsOf(blocks: Body | undefined): readonly Tool[] {
  const tools: Tool[] = []
  for (const block of blocks ?? []) {
    if (marked(tools, block)) continue
    const { name, description, inputSchema } = block.toolSpec as Body
    const parameters = inputSchema?.json as unknown as JsonObject
    tools.push({ name: String(name), description: text(description), parameters, strict: null, cacheControl: null })
  }
  return tools
}

function choiceOf(choice: Body | undefined): ChatRequest['toolChoice'] {
  if (choice === undefined) return null
  if (choice.auto !== undefined) return { kind: 'auto' }
  return choice.any === undefined ? { kind: 'tool', name: String(choice.tool?.name) } : { kind: 'required' }
}

function formatOf({ name, description, parameters }: Tool): Format {
  const said = description === ANSWER ? null : (description ?? '').slice(ANSWER.length + 1)
  return { kind: 'schema', name, description: said, schema: parameters ?? {}, strict: null }
}

function nativeFormat(outputConfig: Body | undefined): Format | null {
  const whole = outputConfig?.textFormat?.structure?.jsonSchema
  if (whole === undefined) return null
  const schema = JSON.parse(String(whole.schema))
  return { kind: 'schema', name: String(whole.name), description: text(whole.description), schema, strict: null }
}

function reasoningOf(more: Body | undefined): Reasoning | null {
  const {
    thinking,
    output_config: output,
    reasoning_effort: effort,
    reasoningConfig,
  } = (more ?? {}) as Record<string, Body>
  if (reasoningConfig !== undefined) {
    const on = text(reasoningConfig.type) === 'enabled'
    return { enabled: on, effort: text(reasoningConfig.maxReasoningEffort), budgetTokens: null }
  }
  if (effort !== undefined) return { enabled: null, effort: text(effort), budgetTokens: null }
  if (thinking === undefined) return null
  const budgetTokens = number(thinking.budget_tokens)
  return { enabled: text(thinking.type) !== 'disabled', effort: text(output?.effort), budgetTokens }
}
