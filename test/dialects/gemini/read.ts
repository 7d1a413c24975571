// A generateContent request, read by the API's reference: what the gateway said, in the neutral shape.

import type {
  AssistantPart,
  ChatRequest,
  Format,
  JsonObject,
  Message,
  Reasoning,
  Source,
  ToolChoice,
  UserPart,
} from '../../../runtime/dialects/chat.ts'
import { IS_EARLY, MARK } from './expressible.ts'

interface Part {
  readonly text?: string
  readonly thought?: boolean
  readonly thoughtSignature?: string
  readonly inlineData?: { readonly mimeType: string; readonly data: string }
  readonly fileData?: { readonly mimeType?: string; readonly fileUri: string }
  readonly functionCall?: { readonly id: string; readonly name: string; readonly args: JsonObject }
  readonly functionResponse?: {
    readonly id: string
    readonly name: string
    readonly response: JsonObject
    readonly parts?: readonly Part[]
  }
}

interface Body {
  readonly systemInstruction?: { readonly parts: readonly Part[] }
  readonly contents: readonly { readonly role: 'user' | 'model'; readonly parts: readonly Part[] }[]
  readonly generationConfig?: { readonly [name: string]: unknown }
  readonly tools?: readonly { readonly functionDeclarations: readonly JsonObject[] }[]
  readonly toolConfig?: {
    readonly functionCallingConfig: { readonly mode: string; readonly allowedFunctionNames?: readonly string[] }
  }
}

/** Model and method are in the path: `models/{model}:streamGenerateContent`. */
export function readRequest(sent: JsonObject, path: string): ChatRequest {
  const body = sent as unknown as Body
  const [, model = '', method] = /models\/([^:]+):(\w+)/.exec(path) ?? []
  const config = body.generationConfig ?? {}
  const number = (name: string) => (config[name] as number | undefined) ?? null
  return {
    model,
    messages: [...instructions(body), ...body.contents.flatMap(turn)],
    tools: (body.tools ?? []).flatMap(({ functionDeclarations }) =>
      functionDeclarations.map((declared) => ({
        name: declared.name as string,
        description: (declared.description as string | undefined) ?? null,
        parameters: (declared.parametersJsonSchema as JsonObject | undefined) ?? null,
        strict: null,
        cacheControl: null,
      })),
    ),
    toolChoice: toolChoice(body),
    parallelToolCalls: null,
    format: format(config),
    reasoning: reasoning(config.thinkingConfig as JsonObject | undefined, model),
    maxTokens: number('maxOutputTokens'),
    temperature: number('temperature'),
    topP: number('topP'),
    topK: number('topK'),
    frequencyPenalty: number('frequencyPenalty'),
    presencePenalty: number('presencePenalty'),
    seed: number('seed'),
    stop: (config.stopSequences as readonly string[] | undefined) ?? [],
    choices: number('candidateCount'),
    logprobs: config.responseLogprobs === true ? { top: number('logprobs') } : null,
    user: null,
    stream: method === 'streamGenerateContent',
    includeUsage: true,
    extras: {},
  }
}

function instructions({ systemInstruction }: Body): readonly Message[] {
  if (systemInstruction === undefined) return []
  const content = systemInstruction.parts.map(({ text = '' }) => ({ kind: 'text' as const, text, cacheControl: null }))
  return [{ role: 'system', content, name: null }]
}

function turn({ role, parts }: Body['contents'][number]): readonly Message[] {
  if (role === 'model') return [{ role: 'assistant', content: parts.map(modelPart), name: null }]
  const messages: Message[] = []
  for (const part of parts) {
    const last = messages.at(-1)
    if (part.functionResponse !== undefined) messages.push(result(part.functionResponse))
    else if (last === undefined) messages.push({ role: 'user', content: [userPart(part)], name: null })
    else messages[messages.length - 1] = { ...last, content: [...last.content, userPart(part)] } as Message
  }
  return messages
}

/** `result` and `error` are the words of a tool that gave no object. */
function result({ id, name, response, parts = [] }: NonNullable<Part['functionResponse']>): Message {
  const isError = Object.keys(response).join() === 'error'
  const words = isError ? response.error : Object.keys(response).join() === 'result' ? response.result : null
  const text = words === null ? JSON.stringify(response) : String(words)
  const isSilent = text === '' || text === '{}'
  const content: UserPart[] = [
    ...(isSilent ? [] : [{ kind: 'text' as const, text, cacheControl: null }]),
    ...parts.map(userPart),
  ]
  return { role: 'tool', callId: id, name, content, isError }
}

function userPart({ text, inlineData, fileData }: Part): UserPart {
  if (inlineData !== undefined) {
    const { mimeType, data: base64 } = inlineData
    if (mimeType.startsWith('audio/')) return { kind: 'audio', base64, format: mimeType.slice('audio/'.length) }
    return media(mimeType, { kind: 'bytes', mediaType: mimeType, base64 })
  }
  if (fileData !== undefined) {
    const { mimeType = '', fileUri } = fileData
    return media(mimeType, /^\w+:/.test(fileUri) ? { kind: 'url', url: fileUri } : { kind: 'id', id: fileUri })
  }
  return { kind: 'text', text: text ?? '', cacheControl: null }
}

function media(mimeType: string, source: Source): UserPart {
  return mimeType.startsWith('image/')
    ? { kind: 'image', source, detail: null, cacheControl: null }
    : { kind: 'file', source, name: null, cacheControl: null }
}

function modelPart({ text = '', thought, thoughtSignature, functionCall }: Part): AssistantPart {
  const isSigned = thoughtSignature !== undefined && thoughtSignature !== 'skip_thought_signature_validator'
  const signature = isSigned ? thoughtSignature : null
  if (functionCall !== undefined) {
    const { id, name, args } = functionCall
    return { kind: 'tool_call', id, name, arguments: JSON.stringify(args), signature, cacheControl: null }
  }
  if (thought !== true && signature === null) return { kind: 'text', text, cacheControl: null }
  return { kind: 'reasoning', text, signature: signature === null ? null : MARK + signature }
}

function toolChoice({ toolConfig }: Body): ToolChoice | null {
  const { mode, allowedFunctionNames } = toolConfig?.functionCallingConfig ?? {}
  if (mode === 'AUTO') return { kind: 'auto' }
  if (mode === 'NONE') return { kind: 'none' }
  const name = allowedFunctionNames?.[0]
  if (mode !== 'ANY') return null
  return name === undefined ? { kind: 'required' } : { kind: 'tool', name }
}

function format({ responseMimeType, responseJsonSchema }: JsonObject): Format | null {
  if (responseMimeType !== 'application/json') return null
  if (responseJsonSchema === undefined) return { kind: 'json' }
  const { title, description = null, ...schema } = responseJsonSchema as JsonObject
  return { kind: 'schema', name: title as string, description: description as string | null, schema, strict: null }
}

function reasoning(config: JsonObject | undefined, model: string): Reasoning | null {
  if (config === undefined) return null
  const { thinkingBudget, thinkingLevel, includeThoughts } = config
  const isOff = IS_EARLY.test(model) ? thinkingBudget === 0 : thinkingLevel === 'MINIMAL' && includeThoughts !== true
  if (isOff) return { enabled: false, effort: null, budgetTokens: null }
  const budgetTokens = typeof thinkingBudget === 'number' && thinkingBudget > 0 ? thinkingBudget : null
  const effort = typeof thinkingLevel === 'string' ? thinkingLevel.toLowerCase() : null
  return { enabled: effort === null ? true : null, effort, budgetTokens }
}
