// How hard to think in, `thinking`, `output_config.effort` and `max_tokens` out, as the model takes them.
// Source: Anthropic's API reference, "Extended thinking", "Adaptive thinking" and "Effort".

import type { ChatRequest, JsonObject } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import type { Contract } from './models.ts'

const LEAST_BUDGET_TOKENS = 1024

/** What part of `max_tokens` each effort may think with, where thinking is bought in tokens. */
const SHARES: ReadonlyMap<string, number> = new Map([
  ['minimal', 0.1],
  ['low', 0.2],
  ['medium', 0.5],
  ['high', 0.8],
  ['xhigh', 0.9],
  ['max', 0.9],
])

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
  contract: Contract,
  bars: Bars,
  loss: Loss,
): Thinking {
  const maxTokens = stated ?? contract.maxTokens
  const without = (thinking: JsonObject | null = null, effort: string | null = null) => ({
    isOn: false,
    maxTokens,
    thinking,
    effort,
  })
  const { enabled, effort, budgetTokens } = reasoning ?? { enabled: null, effort: null, budgetTokens: null }
  if (enabled === null && effort === null && budgetTokens === null) return without()
  if (enabled === false || effort === 'none') {
    if (contract.off !== 'disabled') loss.drop('reasoning_effort')
    return contract.off === null ? without(null, 'low') : without({ type: contract.off })
  }
  if (bars.isForced) {
    loss.drop('reasoning_effort')
    // These models think unless they are told not to.
    return without(contract.thinking === 'effort' && contract.off === 'disabled' ? { type: 'disabled' } : null)
  }
  if (contract.thinking === 'effort' || (contract.thinking === 'either' && budgetTokens === null)) {
    if (budgetTokens !== null) loss.drop('thinking.budget_tokens')
    const word = effort ?? (budgetTokens === null ? null : wordFor(budgetTokens, maxTokens))
    // Without `display` the newest models think in secret.
    const thinking = { type: 'adaptive', display: 'summarized' }
    return { isOn: true, maxTokens, thinking, effort: word === null ? null : effortFor(word, contract) }
  }
  const most = stated ?? Math.max(maxTokens, 32_000)
  if (bars.lacksThought || most <= LEAST_BUDGET_TOKENS) {
    loss.drop('reasoning_effort')
    return without()
  }
  const wanted = budgetTokens ?? Math.floor(most * (SHARES.get(effort ?? 'medium') ?? 0.5))
  const budget = Math.max(LEAST_BUDGET_TOKENS, wanted < most ? wanted : Math.floor(most * 0.8))
  if (budgetTokens !== null && budget !== budgetTokens) loss.drop('thinking.budget_tokens')
  return {
    isOn: true,
    maxTokens: most,
    thinking: { type: 'enabled', budget_tokens: budget },
    effort: contract.thinking === 'either' && effort !== null ? effortFor(effort, contract) : null,
  }
}

/** The API has `low`, `medium`, `high`, `max`, and `xhigh` where effort is all there is. */
function effortFor(word: string, contract: Contract): string {
  if (word === 'minimal') return 'low'
  return word === 'xhigh' && contract.thinking !== 'effort' ? 'max' : word
}

function wordFor(budgetTokens: number, maxTokens: number): string {
  const share = budgetTokens / maxTokens
  return share <= 0.25 ? 'low' : share <= 0.6 ? 'medium' : 'high'
}
