// The body of a request to OpenAI's Responses API in, what is asked out. What points to state that only OpenAI holds is refused; what has no
// counterpart elsewhere is dropped by name; what chat completions name alike is kept in `extras`.
// Source: OpenAI's API reference, "Create a model response".

import type { ChatRequest, Format, JsonObject, Logprobs, Message, Reasoning } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { asks, booleanOf, listOf, needed, numberOf, objectOf, refusal, stringOf } from './fields.ts'
import { messagesOf } from './items.ts'
import { toolsOf } from './tools.ts'

/** Fields that ask for what only OpenAI can give, and what they ask for. */
const STATE: { readonly [field: string]: string } = {
  previous_response_id: 'an earlier answer that only OpenAI holds',
  conversation: 'a conversation that only OpenAI holds',
  prompt: 'a prompt template that only OpenAI holds',
  background: 'an answer that OpenAI keeps until it is fetched',
}

/** Fields without a counterpart in any other API, and what they say when they ask for nothing. */
const LOST: { readonly [field: string]: unknown } = {
  truncation: 'disabled',
  store: false,
  max_tool_calls: null,
  context_management: null,
  access_programs: null,
  image: null,
  client_metadata: null,
}

/** Fields that are read below. */
const READ =
  /^(?:model|input|instructions|tools|tool_choice|parallel_tool_calls|text|reasoning|max_output_tokens|temperature|top_p|top_logprobs|include|user|safety_identifier|stream|stream_options)$/

/** `Caller.read` of this dialect. */
export function readRequest(body: JsonObject, loss: Loss): ChatRequest {
  refuseState(body)
  for (const [field, nothing] of Object.entries(LOST)) {
    if (asks(body[field]) && body[field] !== nothing) loss.drop(field)
  }
  if (objectOf(body.stream_options)?.include_obfuscation === true) {
    loss.drop('stream_options.include_obfuscation')
  }
  const { tools, toolChoice } = toolsOf(body, loss)
  const { format, verbosity } = textOf(body.text, loss)
  const { user, safetyIdentifier } = userOf(body)
  return {
    model: needed(body.model, 'model'),
    messages: [...instructionsOf(body.instructions), ...messagesOf(body.input, loss)],
    tools,
    toolChoice,
    parallelToolCalls: tools.length === 0 ? null : booleanOf(body.parallel_tool_calls),
    format,
    reasoning: reasoningOf(body.reasoning, loss),
    maxTokens: numberOf(body, 'max_output_tokens'),
    temperature: numberOf(body, 'temperature'),
    topP: numberOf(body, 'top_p'),
    topK: null,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    stop: [],
    choices: null,
    logprobs: logprobsOf(body, loss),
    user,
    stream: body.stream === true,
    includeUsage: true,
    extras: { ...extrasOf(body), ...verbosity, ...safetyIdentifier },
  }
}

function refuseState(body: JsonObject): void {
  for (const [field, what] of Object.entries(STATE)) {
    if (!asks(body[field])) continue
    throw refusal(
      `"${field}" asks for ${what}, and this model's provider has no such API. ` +
        'Send the whole conversation in "input" without it, or use a model of a provider that has it.',
    )
  }
}

function instructionsOf(instructions: unknown): readonly Message[] {
  const text = stringOf(instructions) ?? ''
  return text === '' ? [] : [{ role: 'system', content: [{ kind: 'text', text, cacheControl: null }], name: null }]
}

/** Verbosity has the name that chat completions give it. */
function textOf(value: unknown, loss: Loss): { readonly format: Format | null; readonly verbosity: JsonObject } {
  const { format, verbosity, ...others } = objectOf(value) ?? {}
  for (const field of Object.keys(others)) loss.drop(`text.${field}`)
  return { format: formatOf(objectOf(format), loss), verbosity: asks(verbosity) ? { verbosity } : {} }
}

function formatOf(format: JsonObject | null, loss: Loss): Format | null {
  switch (format?.type ?? 'text') {
    case 'text':
      return null
    case 'json_object':
      return { kind: 'json' }
    case 'json_schema':
      return {
        kind: 'schema',
        name: needed(format?.name, 'text.format.name'),
        description: stringOf(format?.description),
        schema: objectOf(format?.schema) ?? {},
        strict: booleanOf(format?.strict),
      }
    default:
      loss.drop('text.format')
      return null
  }
}

/** Every thought is given as its own summary: only another length of it is more than can be had. */
function reasoningOf(value: unknown, loss: Loss): Reasoning | null {
  const { effort, summary, generate_summary, ...others } = objectOf(value) ?? {}
  if (![null, 'auto'].includes(stringOf(summary) ?? stringOf(generate_summary))) loss.drop('reasoning.summary')
  for (const field of Object.keys(others)) if (asks(others[field])) loss.drop(`reasoning.${field}`)
  if (typeof effort !== 'string') return null
  const enabled = effort === 'none' ? false : null
  return { enabled, effort: enabled === false ? null : effort, budgetTokens: null }
}

/** `include` asks for parts of an answer: thoughts are always in it, probabilities if wanted, what tools of OpenAI's found never. */
function logprobsOf(body: JsonObject, loss: Loss): Logprobs | null {
  const included = listOf(body.include)
  if (included.some((what) => what !== LOGPROBS && what !== 'reasoning.encrypted_content')) loss.drop('include')
  const top = numberOf(body, 'top_logprobs')
  return included.includes(LOGPROBS) || (top ?? 0) > 0 ? { top } : null
}

const LOGPROBS = 'message.output_text.logprobs'

/** The newer name for who asks stands for the older one; with both, chat completions know it by the same name. */
function userOf(body: JsonObject): { readonly user: string | null; readonly safetyIdentifier: JsonObject } {
  const [user, identifier] = [stringOf(body.user), stringOf(body.safety_identifier)]
  if (user === null || identifier === null) return { user: user ?? identifier, safetyIdentifier: {} }
  return { user, safetyIdentifier: { safety_identifier: identifier } }
}

function extrasOf(body: JsonObject): JsonObject {
  const isExtra = ([field, value]: [string, unknown]): boolean =>
    !READ.test(field) && !Object.hasOwn(LOST, field) && !Object.hasOwn(STATE, field) && (value ?? null) !== null
  return Object.fromEntries(Object.entries(body).filter(isExtra))
}
