// How the model is to answer -> Converse's `inferenceConfig`, and what its family takes beside it in `additionalModelRequestFields`.
// What a family refuses together with something else is named, not sent: it would fail the whole request.

import type { ChatRequest, JsonObject, Reasoning } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import type { Family } from './models.ts'

/** Tokens to think with, by effort: Claude takes no fewer than the least, and only fewer than the answer may have. */
const BUDGETS: ReadonlyMap<string, number> = new Map([
  ['minimal', 1024],
  ['low', 2048],
  ['medium', 8192],
  ['high', 16_384],
])
const LEAST_BUDGET = 1024
const MOST_BUDGET = 32_768

/** Top-level fields, and whether the model will think. */
export interface Inference {
  readonly fields: JsonObject
  readonly thinks: boolean
}

/** Source: AWS's API reference, `InferenceConfiguration`: temperature is 0 to 1; what is above is 1, and named. */
export function writeInference(request: ChatRequest, family: Family, loss: Loss): Inference {
  const { maxTokens, topK, stop, reasoning } = request
  const beside = reasoning === null ? null : thinking(reasoning, request, family, loss)
  const thinks = beside !== null && typeof family.thinks === 'string' && reasoning?.enabled !== false
  const more: JsonObject[] = beside === null ? [] : [beside]
  if (topK !== null) {
    if (family.topK === null || thinks) loss.drop('top_k')
    else more.push(at(family.topK, topK))
  }
  const inferenceConfig = {
    ...(maxTokens === null ? {} : { maxTokens }),
    ...sampling(request, thinks ? 'none' : family.samples, loss),
    ...(stop.length === 0 ? {} : { stopSequences: stop }),
  }
  const fields = {
    ...(Object.keys(inferenceConfig).length === 0 ? {} : { inferenceConfig }),
    ...(more.length === 0 ? {} : { additionalModelRequestFields: merged(more) }),
    // Which stop sequence it was: Claude tells, if asked, whole and in streams; a path that is not there is ignored.
    ...(stop.length === 0 ? {} : { additionalModelResponseFieldPaths: ['/stop_sequence', '/delta/stop_sequence'] }),
  }
  return { fields, thinks }
}

/** 1 is the default of both wherever one of them is refused: leaving it out loses nothing. */
function sampling({ temperature, topP }: ChatRequest, takes: Family['samples'], loss: Loss): JsonObject {
  const takesTopP = takes === 'both' || (takes === 'one' && temperature === null)
  const sent = {
    ...(temperature === null || takes === 'none' ? {} : { temperature: Math.min(temperature, 1) }),
    ...(topP === null || !takesTopP ? {} : { topP }),
  }
  if ((temperature ?? 1) !== (sent.temperature ?? 1)) loss.drop('temperature')
  if ((topP ?? 1) !== (sent.topP ?? 1)) loss.drop('top_p')
  return sent
}

/** `null`: nothing is to be said about it. */
function thinking(reasoning: Reasoning, request: ChatRequest, { thinks }: Family, loss: Loss): JsonObject | null {
  const { enabled, effort, budgetTokens } = reasoning
  const off = enabled === false
  const word = effort === 'minimal' ? 'low' : effort
  if (thinks !== 'budget' && budgetTokens !== null) loss.drop('thinking.budget_tokens')
  if (thinks === null) {
    if (effort !== null) loss.drop('reasoning_effort')
    return null
  }
  if (typeof thinks === 'object') {
    const [root = '', inner] = thinks
    if (inner !== undefined)
      return { [root]: off ? { type: 'disabled' } : { type: 'enabled', [inner]: word ?? 'medium' } }
    if (off) loss.drop('reasoning_effort')
    return off ? null : { [root]: word ?? 'medium' }
  }
  if (off) return { thinking: { type: 'disabled' } }
  if (isForced(request) || (thinks === 'budget' && lacksThought(request))) {
    loss.drop('reasoning_effort')
    return null
  }
  if (thinks !== 'budget') {
    const display = thinks === 'secret' ? { display: 'summarized' } : {}
    return { thinking: { type: 'adaptive', ...display }, ...(word === null ? {} : { output_config: { effort: word } }) }
  }
  if (budgetTokens !== null) return { thinking: { type: 'enabled', budget_tokens: budgetTokens } }
  const budget = Math.min(BUDGETS.get(effort ?? 'medium') ?? MOST_BUDGET, (request.maxTokens ?? Infinity) - 1)
  if (budget >= LEAST_BUDGET) return { thinking: { type: 'enabled', budget_tokens: budget } }
  loss.drop('reasoning_effort')
  return null
}

/** Claude thinks or is made to call a tool, not both: the call is what the caller cannot do without. */
function isForced({ toolChoice }: ChatRequest): boolean {
  return toolChoice?.kind === 'required' || toolChoice?.kind === 'tool'
}

/** The turn that the results of tools belong to must begin with a thought, if it is to be gone on with thinking; callers lose thoughts. */
function lacksThought({ messages }: ChatRequest): boolean {
  if (messages.at(-1)?.role !== 'tool') return false
  const turn = messages.findLast((message) => message.role === 'assistant')
  const first = turn?.content[0]
  return !(first?.kind === 'redacted_reasoning' || (first?.kind === 'reasoning' && first.signature !== null))
}

/** `['a', 'b']`, 1 -> `{a: {b: 1}}`. */
function at(path: readonly string[], value: unknown): JsonObject {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as JsonObject
}

/** One level deep. */
export function merged(fields: readonly JsonObject[]): JsonObject {
  const all: Record<string, unknown> = {}
  for (const [key, value] of fields.flatMap(Object.entries)) {
    const before = all[key]
    all[key] = typeof before === 'object' && typeof value === 'object' ? { ...before, ...value } : value
  }
  return all
}
