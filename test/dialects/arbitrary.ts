// Arbitrary chats for property tests, and only ones that a provider would take: tool messages answer the calls just before them,
// arguments are JSON texts of objects, instructions come first. What a dialect cannot say of them its test takes out.

import * as fc from 'fast-check'
import type {
  AssistantPart,
  ChatRequest,
  ChatResponse,
  Choice,
  Finish,
  Logprobs,
  Message,
  Reasoning,
  SystemMessage,
  TextPart,
  Tool,
  ToolCallPart,
  ToolMessage,
  Usage,
  UserMessage,
  UserPart,
} from '../../runtime/dialects/chat.ts'
import { identifier, jsonObject, objectText, schema, text, toolName } from './arbitrary-json.ts'

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null })
const cacheControl = fc.option(
  fc.constantFrom({ type: 'ephemeral' }, { type: 'ephemeral', ttl: '1h' } as { [name: string]: unknown }),
  { nil: null, freq: 8 },
)
const bytes = fc.uint8Array({ minLength: 1, maxLength: 12 }).map((some) => Buffer.from(some).toString('base64'))
const url = fc.constantFrom('https://files.example/a.png', 'https://files.example/%C3%A9?x=1&y=2')
const source = (mediaType: string) =>
  fc.oneof(
    fc.record({ kind: fc.constant('url' as const), url }),
    fc.record({ kind: fc.constant('bytes' as const), mediaType: fc.constant(mediaType), base64: bytes }),
    fc.record({ kind: fc.constant('id' as const), id: identifier('file-') }),
  )

/** A text that is not empty. */
export const textPart: fc.Arbitrary<TextPart> = fc.record({ kind: fc.constant('text' as const), text, cacheControl })

/** Anything a person may send. */
export const userPart: fc.Arbitrary<UserPart> = fc.oneof(
  { weight: 4, arbitrary: textPart },
  fc.record({
    kind: fc.constant('image' as const),
    source: source('image/png'),
    detail: maybe(fc.constantFrom('low', 'high', 'auto')),
    cacheControl,
  }),
  fc.record({ kind: fc.constant('audio' as const), base64: bytes, format: fc.constantFrom('wav', 'mp3') }),
  fc.record({
    kind: fc.constant('file' as const),
    source: source('application/pdf'),
    name: maybe(fc.constantFrom('report.pdf', 'über uns.pdf')),
    cacheControl,
  }),
)

/** A thought of any kind; two in a row stay two only where the first one is signed. */
const thought = fc.oneof(
  fc.record({ kind: fc.constant('reasoning' as const), text, signature: bytes as fc.Arbitrary<string | null> }),
  fc.record({ kind: fc.constant('redacted_reasoning' as const), data: bytes }),
)
const unsigned = fc.record({ kind: fc.constant('reasoning' as const), text, signature: fc.constant(null) })

/** Thoughts, then a text or a refusal, then calls of these tools: the order in which models answer. */
function answer(tools: readonly Tool[]): fc.Arbitrary<readonly AssistantPart[]> {
  const said: fc.Arbitrary<AssistantPart> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('text' as const), text, cacheControl: fc.constant(null) }) },
    fc.record({ kind: fc.constant('refusal' as const), text }),
  )
  return fc
    .tuple(
      fc.oneof(fc.array(thought, { maxLength: 2 }), fc.tuple(unsigned)),
      maybe(said),
      tools.length === 0 ? fc.constant([]) : fc.array(toolCall(tools), { maxLength: 3 }),
    )
    .map(([thoughts, words, calls]) => [...thoughts, ...(words === null ? [] : [words]), ...calls])
}

// Made once: what a `chain` makes anew for every value makes it slow.
const callId = identifier('call_')

function toolCall(tools: readonly Tool[]): fc.Arbitrary<ToolCallPart> {
  return fc.record({
    kind: fc.constant('tool_call' as const),
    id: callId,
    name: fc.constantFrom(...tools.map((tool) => tool.name)),
    arguments: objectText,
    signature: fc.option(bytes, { nil: null, freq: 4 }),
    cacheControl: fc.constant(null),
  })
}

const tool: fc.Arbitrary<Tool> = fc.record({
  name: toolName,
  description: maybe(text),
  parameters: fc.option(schema, { nil: null, freq: 8 }),
  strict: maybe(fc.boolean()),
  cacheControl,
})
const tools = fc.uniqueArray(tool, { maxLength: 3, selector: ({ name }) => name })

const systemMessage: fc.Arbitrary<SystemMessage> = fc.record({
  role: fc.constantFrom('system', 'developer'),
  content: fc.array(textPart, { minLength: 1, maxLength: 2 }),
  name: fc.constant(null),
})
const userMessage: fc.Arbitrary<UserMessage> = fc.record({
  role: fc.constant('user' as const),
  content: fc.array(userPart, { minLength: 1, maxLength: 3 }),
  name: fc.option(toolName, { nil: null, freq: 8 }),
})

/** An assistant's turn that is not empty, and an answer to each of its calls, in order. */
function assistantTurn(declared: readonly Tool[]): fc.Arbitrary<readonly Message[]> {
  return answer(declared)
    .filter((content) => content.length > 0)
    .chain((content) =>
      fc
        .tuple(
          ...content.flatMap((part): fc.Arbitrary<ToolMessage>[] => (part.kind === 'tool_call' ? [result(part)] : [])),
        )
        .map((results) => [{ role: 'assistant' as const, content, name: null }, ...results]),
    )
}

function result(call: ToolCallPart): fc.Arbitrary<ToolMessage> {
  return fc.record({
    role: fc.constant('tool' as const),
    callId: fc.constant(call.id),
    name: fc.constant(call.name),
    content: fc.oneof(
      { weight: 4, arbitrary: fc.tuple(textPart) },
      fc.array(
        userPart.filter((part) => part.kind !== 'audio'),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    isError: fc.boolean(),
  })
}

/** Instructions, then turns by turns, the last of them not the assistant's own words. Ids of calls are unique. */
function conversation(declared: readonly Tool[]): fc.Arbitrary<readonly Message[]> {
  const turn = fc.tuple(assistantTurn(declared), fc.option(userMessage, { nil: null, freq: 3 }))
  return fc
    .tuple(fc.array(systemMessage, { maxLength: 2 }), userMessage, fc.array(turn, { maxLength: 3 }))
    .map(([instructions, first, turns]) => [
      ...instructions,
      first,
      ...turns.flatMap(([said, next]) => {
        if (next !== null) return [...said, next]
        return said.at(-1)?.role === 'tool' ? said : [...said, first]
      }),
    ])
    .filter((messages) => {
      const ids = messages.flatMap((message) =>
        message.role === 'assistant'
          ? message.content.flatMap((part) => (part.kind === 'tool_call' ? [part.id] : []))
          : [],
      )
      return new Set(ids).size === ids.length
    })
}

const ratio = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((percent) => percent / 100)
const penalty = fc.integer({ min: -200, max: 200 }).map((percent) => percent / 100)
const reasoning: fc.Arbitrary<Reasoning> = fc.oneof(
  fc.record({
    enabled: fc.constant(null),
    effort: fc.constantFrom('minimal', 'low', 'medium', 'high'),
    budgetTokens: fc.constant(null),
  }),
  fc.record({
    enabled: fc.constant(true),
    effort: fc.constant(null),
    budgetTokens: fc.integer({ min: 1024, max: 32_000 }),
  }),
  fc.constant({ enabled: false, effort: null, budgetTokens: null }),
)
const logprobs: fc.Arbitrary<Logprobs> = fc.record({ top: maybe(fc.nat(20)) })

const settings = fc.record({
  model: fc.constantFrom('gpt-4o-mini', '@cf/meta/llama-3.1-8b-instruct', 'claude-sonnet-4-5'),
  format: maybe(
    fc.oneof(
      fc.constant({ kind: 'json' } as const),
      fc.record({
        kind: fc.constant('schema' as const),
        name: toolName,
        description: maybe(text),
        schema,
        strict: maybe(fc.boolean()),
      }),
    ),
  ),
  reasoning: maybe(reasoning),
  maxTokens: maybe(fc.integer({ min: 1, max: 64_000 })),
  temperature: maybe(ratio(2)),
  topP: maybe(ratio(1)),
  topK: maybe(fc.integer({ min: 1, max: 100 })),
  frequencyPenalty: maybe(penalty),
  presencePenalty: maybe(penalty),
  seed: maybe(fc.nat()),
  stop: fc.uniqueArray(text, { maxLength: 3 }),
  choices: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null, freq: 3 }),
  logprobs: fc.option(logprobs, { nil: null, freq: 3 }),
  user: maybe(identifier('user-')),
  stream: fc.boolean(),
  includeUsage: fc.boolean(),
  extras: fc.option(jsonObject('x_'), { nil: {}, freq: 3 }),
})

const anyChoice = fc.constantFrom({ kind: 'auto' } as const, { kind: 'none' } as const, { kind: 'required' } as const)
const parallel = maybe(fc.boolean())

/** What is said, with which tools at hand: a choice among tools only where there are some. */
const talk = tools.chain((declared) =>
  fc.record({
    messages: conversation(declared),
    tools: fc.constant(declared),
    toolChoice:
      declared.length === 0
        ? fc.constant(null)
        : maybe(
            fc.oneof(
              anyChoice,
              fc.constantFrom(...declared).map(({ name }) => ({ kind: 'tool', name }) as const),
            ),
          ),
    parallelToolCalls: declared.length === 0 ? fc.constant(null) : parallel,
  }),
)

/** A request that uses any of the neutral shape. `extras` are ones that no dialect knows. */
export const chatRequest: fc.Arbitrary<ChatRequest> = fc
  .tuple(settings, talk)
  .map(([asked, said]) => ({ ...asked, ...said }))

const usage: fc.Arbitrary<Usage> = fc
  .tuple(fc.nat(9_000), maybe(fc.nat(9_000)), maybe(fc.nat(900)), fc.nat(9_000), maybe(fc.nat(9_000)))
  .map(([fresh, cachedTokens, cacheWriteTokens, visible, reasoningTokens]) => ({
    inputTokens: fresh + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: visible + (reasoningTokens ?? 0),
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens,
  }))

const tokens = fc.array(
  text.map((token) => ({ token, logprob: -0.25, bytes: [...Buffer.from(token)], top_logprobs: [] })),
  { minLength: 1, maxLength: 3 },
)

/** With calls it ends for them; without, for any reason but them. */
function finishOf(content: readonly AssistantPart[]): fc.Arbitrary<Finish> {
  if (content.some((part) => part.kind === 'tool_call'))
    return fc.constant({ reason: 'tool_calls', stopSequence: null })
  return fc.oneof(
    fc.constant({ reason: 'stop', stopSequence: null } as const),
    fc.constantFrom('length', 'content_filter').map((reason) => ({ reason, stopSequence: null }) as const),
    text.map((stopSequence) => ({ reason: 'stop', stopSequence }) as const),
  )
}

function choice(index: number): fc.Arbitrary<Choice> {
  return tools
    .chain(answer)
    .chain((content) =>
      fc.record({
        index: fc.constant(index),
        content: fc.constant(content),
        finish: finishOf(content),
        logprobs: content.some((part) => part.kind === 'text')
          ? fc.option(
              tokens.map((some) => ({ content: some, refusal: null })),
              { nil: null, freq: 3 },
            )
          : fc.constant(null),
      }),
    )
    .filter(({ content }) => new Set(content.map((part) => ('id' in part ? part.id : part))).size === content.length)
}

/** An answer of one choice, mostly, in the form that `assemble` gives: what could be one part is one part. */
export const chatResponse: fc.Arbitrary<ChatResponse> = fc.record({
  id: maybe(identifier('chatcmpl-')),
  model: maybe(fc.constantFrom('gpt-4o-mini-2024-07-18', 'claude-sonnet-4-5')),
  createdSeconds: maybe(fc.integer({ min: 1_500_000_000, max: 2_000_000_000 })),
  choices: fc.oneof({ weight: 4, arbitrary: fc.tuple(choice(0)) }, fc.tuple(choice(0), choice(1))),
  usage: maybe(usage),
})
