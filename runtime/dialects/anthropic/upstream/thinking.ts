// How hard to think in, `thinking`, `output_config.effort` and `max_tokens` out, as the model takes them.
// Source: Anthropic's API reference, "Extended thinking", "Adaptive thinking" and "Effort".

import type { ChatRequest, JsonObject } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { rowOf } from '../../loose.ts'
import type { Contract } from './models.ts'

const LEAST_BUDGET_TOKENS = 1024

/** What part of `max_tokens` each effort may think with, where thinking is bought in tokens; half of it for any other. */
const SHARES: { readonly [effort: string]: number } = { minimal: 0.1, low: 0.2, high: 0.8, xhigh: 0.9, max: 0.9 }

/** Why the model may not think. */
export interface Bars {
  /** It must call a tool: the API takes one or the other, and the call is what the caller cannot do without. */
  readonly isForced: boolean
  /** Its last turn is to be gone on with and does not begin with a thought, as it must where thinking has a budget. */
  readonly lacksThought: boolean
}

/** What goes into the body. */
export interface Thinking {
  readonly isOn: boolean
  readonly maxTokens: number
  readonly thinking: JsonObject | null
  readonly effort: string | null
}

/** Names `reasoning_effort` where the model will not think as asked, `thinking.budget_tokens` where it gets another budget. */
export function thinkingOf(
  { reasoning, maxTokens: stated }: ChatRequest,
  { thinking: kind, off, maxTokens: usual }: Contract,
  { isForced, lacksThought }: Bars,
  loss: Loss,
): Thinking {
  const { enabled = null, effort = null, budgetTokens = null } = reasoning ?? {}
  const without = { isOn: false, maxTokens: stated ?? usual, thinking: null, effort: null }
  if ((enabled ?? effort ?? budgetTokens) === null) return without
  if (enabled === false || effort === 'none') {
    if (off !== 'disabled') loss.drop('reasoning_effort')
    return off === null ? { ...without, effort: 'low' } : { ...without, thinking: { type: off } }
  }
  const isAdaptive = kind === 'effort' || (kind === 'either' && budgetTokens === null)
  const maxTokens = stated ?? (isAdaptive ? usual : 32_000)
  if (isForced || (!isAdaptive && (lacksThought || maxTokens <= LEAST_BUDGET_TOKENS))) {
    loss.drop('reasoning_effort')
    // The newest models think unless they are told not to.
    return kind === 'effort' ? { ...without, thinking: { type: 'disabled' } } : without
  }
  const wanted = budgetTokens ?? Math.floor(maxTokens * (rowOf(SHARES, effort) ?? 0.5))
  const budget = Math.max(LEAST_BUDGET_TOKENS, wanted < maxTokens ? wanted : Math.floor(maxTokens * 0.8))
  if (budgetTokens !== null && (isAdaptive || budget !== budgetTokens)) loss.drop('thinking.budget_tokens')
  return {
    isOn: true,
    maxTokens,
    // Without `display` the newest models think in secret.
    thinking: isAdaptive ? { type: 'adaptive', display: 'summarized' } : { type: 'enabled', budget_tokens: budget },
    // The API has `low`, `medium`, `high`, `max`, and `xhigh` where effort is all there is.
    effort:
      kind === 'budget'
        ? null
        : effort === 'minimal'
          ? 'low'
          : effort === 'xhigh' && kind === 'either'
            ? 'max'
            : effort,
  }
}
