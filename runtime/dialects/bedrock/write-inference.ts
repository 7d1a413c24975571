// How the model is to answer -> Converse's `inferenceConfig`, and what its family takes beside it in `additionalModelRequestFields`.
// What a family refuses together with something else is named, not sent: it would fail the whole request.

import type { ChatRequest, JsonObject, Reasoning } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { rowOf, stated } from '../loose.ts'
import type { Family } from './models.ts'

/** Tokens to think with, by effort: Claude takes no fewer than the least, and only fewer than the answer may have. */
const BUDGETS: { readonly [effort: string]: number } = { minimal: 1024, low: 2048, medium: 8192, high: 16_384 }
const LEAST_BUDGET = 1024
const MOST_BUDGET = 32_768

/** Top-level fields, those for `additionalModelRequestFields`, and whether the model will think. */
export interface Inference {
  readonly fields: JsonObject
  readonly beside: JsonObject
  readonly thinks: boolean
}

/** Source: AWS's API reference, `InferenceConfiguration`: temperature is 0 to 1; what is above is 1, and named. */
export function writeInference(request: ChatRequest, family: Family, loss: Loss): Inference {
  const { maxTokens, topK, stop: stopSequences, reasoning, temperature, topP } = request
  const thinking = reasoning && thinkingOf(reasoning, request, family, loss)
  const thinks = thinking !== null && typeof family.thinks === 'string' && reasoning?.enabled !== false
  const takes = thinks ? 'none' : family.samples
  const sent = {
    temperature: temperature === null || takes === 'none' ? null : Math.min(temperature, 1),
    topP: takes === 'none' || (takes === 'one' && temperature !== null) ? null : topP,
  }
  const takesTopK = thinks ? undefined : family.topK
  unsaid(
    {
      top_k: takesTopK ? null : topK,
      // 1 is the default of both wherever one of them is refused: leaving it out loses nothing.
      temperature: (temperature ?? 1) === (sent.temperature ?? 1) ? null : temperature,
      top_p: (topP ?? 1) === (sent.topP ?? 1) ? null : topP,
    },
    loss,
  )
  return {
    fields: {
      inferenceConfig: stated({ maxTokens, ...sent, stopSequences }),
      // Which stop sequence it was: Claude tells, if asked, whole and in streams; a path that is not there is ignored.
      additionalModelResponseFieldPaths: stopSequences.length > 0 ? ['/stop_sequence', '/delta/stop_sequence'] : null,
    },
    beside: { ...thinking, ...(topK !== null && takesTopK?.(topK)) },
    thinks,
  }
}

/** `null`: nothing is to be said about it. */
function thinkingOf(
  { enabled, effort, budgetTokens }: Reasoning,
  request: ChatRequest,
  { thinks }: Family,
  loss: Loss,
): JsonObject | null {
  const isOff = enabled === false
  const word = effort === 'minimal' ? 'low' : effort
  const isBudget = thinks === 'budget'
  unsaid({ 'thinking.budget_tokens': isBudget ? null : budgetTokens }, loss)
  const most = Math.min(rowOf(BUDGETS, effort ?? 'medium') ?? MOST_BUDGET, (request.maxTokens ?? Infinity) - 1)
  const budget_tokens = budgetTokens ?? (most < LEAST_BUDGET ? null : most)
  if (typeof thinks !== 'string') {
    const said = thinks?.(isOff ? null : (word ?? 'medium')) ?? null
    if (!said) unsaid({ reasoning_effort: effort ?? (thinks && isOff) }, loss)
    return said
  }
  if (isOff) return { thinking: { type: 'disabled' } }
  if (isForced(request) || (isBudget && (budget_tokens === null || lacksThought(request)))) {
    loss.drop('reasoning_effort')
    return null
  }
  if (isBudget) return { thinking: { type: 'enabled', budget_tokens } }
  const display = thinks === 'secret' ? 'summarized' : null
  return stated({ thinking: stated({ type: 'adaptive', display }), output_config: stated({ effort: word }) })
}

/** Whether a call is what the caller cannot do without: Claude thinks or is made to call a tool, not both. */
export function isForced({ toolChoice }: ChatRequest): boolean {
  return toolChoice?.kind === 'required' || toolChoice?.kind === 'tool'
}

/** The turn that the results of tools belong to must begin with a thought, if it is to be gone on with thinking; callers lose thoughts. */
function lacksThought({ messages }: ChatRequest): boolean {
  const first = messages.findLast((message) => message.role === 'assistant')?.content[0]
  const isThought = first?.kind === 'redacted_reasoning' || (first?.kind === 'reasoning' && first.signature !== null)
  return messages.at(-1)?.role === 'tool' && !isThought
}
