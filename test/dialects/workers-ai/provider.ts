// Workers AI for tests, made from its model schemas and from no code of the gateway's: it reads a model's inputs, and writes native
// answers, whole and as streams, in the REST API's envelope where there is one.

import type {
  ChatEvent,
  ChatRequest,
  ChatResponse,
  Choice,
  Failure,
  Format,
  JsonObject,
  Usage,
} from '../../../runtime/dialects/chat.ts'
import { readBody } from '../openai/provider-request.ts'
import type { ProviderSide } from '../provider.ts'
import { expressibleRequest, isOlder } from './expressible.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies are JSON, and a wrong shape should throw.
type Any = any

const encoder = new TextEncoder()
const OLDER = new Set(
  'messages tools tool_choice response_format stream max_tokens temperature top_p top_k seed frequency_penalty presence_penalty repetition_penalty lora'.split(
    ' ',
  ),
)

/** For the conformance suite. */
export const workersAi: ProviderSide = {
  read: readInputs,
  response: (response) => ({ result: nativeOf(response), success: true, errors: [], messages: [] }),
  events: (events) => events.flatMap(frameOf),
  failure: failureOf,
  contentType: 'text/event-stream; charset=utf-8',
  expressible: { request: expressibleRequest, response: expressibleResponse },
}

/** The model is in the path, behind `run/`. Throws for inputs that the model's schema does not have. */
function readInputs(inputs: JsonObject, path: string): ChatRequest {
  const model = decodeURIComponent(/(?:^|\/)run\/([^?]+)/.exec(path)?.[1] ?? '')
  if (inputs.model !== undefined) throw new Error('The model is in the path.')
  const { chat_template_kwargs, ...body } = inputs as Any
  const messages = body.messages.map(({ name, ...message }: Any) => {
    if (message.content === null || message.content === undefined) throw new Error('Content must not be null.')
    return message.role === 'tool' || name === undefined ? message : { ...message, name }
  })
  if (isOlder(model)) return readOlder({ ...body, messages }, model)
  const read = readBody({ ...body, model, messages })
  const enabled = chat_template_kwargs?.enable_thinking
  if (enabled === undefined) return read
  return { ...read, reasoning: { enabled, effort: read.reasoning?.effort ?? null, budgetTokens: null } }
}

function readOlder({ top_k, response_format, ...body }: Any, model: string): ChatRequest {
  for (const name of Object.keys(body)) if (!OLDER.has(name)) throw new Error(`There is no ${name}.`)
  for (const { content } of body.messages) {
    if (typeof content === 'string') continue
    for (const { type, image_url } of content) {
      if (type === 'text' || image_url.url.startsWith('data:')) continue
      throw new Error('An image is data, and no address.')
    }
  }
  const format = readFormat(response_format)
  if (body.stream === true && (format !== null || body.tools !== undefined)) throw new Error('This does not stream.')
  const read = readBody({ ...body, model })
  return { ...read, topK: top_k ?? null, format, includeUsage: read.stream }
}

/** The schema stands where OpenAI has its name beside it. */
function readFormat(format: Any): Format | null {
  if (format === undefined) return null
  if (format.type === 'json_object') return { kind: 'json' }
  const { title, description, ...schema } = format.json_schema
  return { kind: 'schema', name: title, description: description ?? null, schema, strict: null }
}

function nativeOf({ choices, usage }: ChatResponse): JsonObject {
  const { content, finish } = choices[0] as Choice
  const calls = content.flatMap((part) =>
    part.kind === 'tool_call'
      ? [{ id: part.id, type: 'function', function: { name: part.name, arguments: part.arguments } }]
      : [],
  )
  const text = content.map((part) => (part.kind === 'text' ? part.text : '')).join('')
  return {
    response: calls.length > 0 && text === '' ? null : text,
    tool_calls: calls,
    finish_reason: finish.reason,
    ...(usage === null ? {} : { usage: usageOf(usage) }),
  }
}

function usageOf({ inputTokens, outputTokens, cachedTokens }: Usage): JsonObject {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  }
}

/** Tokens come with a padding that hides how long they are. Only one answer is given. */
function frameOf(event: ChatEvent): readonly Uint8Array[] {
  if ('choice' in event && event.choice > 0) return []
  switch (event.kind) {
    case 'text':
      return [frame({ response: event.text, p: 'abcdefghijkl'.slice(event.text.length % 12) })]
    case 'tool_call':
      return [
        frame({
          response: '',
          tool_calls: [{ id: event.id, type: 'function', index: event.index, function: { name: event.name } }],
        }),
      ]
    case 'arguments':
      return [frame({ response: '', tool_calls: [{ index: event.index, function: { arguments: event.json } }] })]
    case 'finish':
      return [
        frame({ response: '', tool_calls: [{ id: null, type: null, index: 0, function: { name: null } }] }),
        frame({ response: '', finish_reason: event.finish.reason }),
      ]
    case 'usage':
      return [frame({ response: '', usage: usageOf(event.usage) })]
    case 'ping':
      return [encoder.encode(': ping\n\n')]
    case 'failure':
      return [frame(failureOf(event.failure))]
    case 'end':
      return [frame('[DONE]')]
    default:
      return []
  }
}

function frame(data: unknown): Uint8Array {
  return encoder.encode(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
}

function failureOf({ code, message }: Failure): JsonObject {
  return { result: {}, success: false, errors: [{ code: Number(code) || code, message }], messages: [] }
}

/** One answer of words and calls, without a name or a time. */
function expressibleResponse({ choices, usage }: ChatResponse): ChatResponse {
  const { content, finish } = choices[0] as Choice
  const said = content.filter(({ kind }) => kind === 'text' || kind === 'tool_call')
  return {
    id: null,
    model: null,
    createdSeconds: null,
    choices: [
      {
        index: 0,
        content: said.map((part) => (part.kind === 'tool_call' ? { ...part, signature: null } : part)),
        finish: { reason: finish.reason, stopSequence: null },
        logprobs: null,
      },
    ],
    usage: usage === null ? null : { ...usage, cacheWriteTokens: null, reasoningTokens: null },
  }
}
