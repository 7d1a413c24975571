// How hard to think -> `thinkingConfig`. It holds a level or a budget, never both: that is refused.

import type { JsonObject, Reasoning } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { rowOf, stated } from '../loose.ts'

/** Gemini 1 and 2, by whatever path: `gemini-2.5-pro`, `google/gemini-2.0-flash`, `gemini-robotics-er-1.5`. An alias is of the newest. */
const EARLY = /gemini-(?:robotics-er-)?[12]\./

/**
 * Whether a model is of a generation before the third: it thinks by `thinkingBudget` and refuses `thinkingLevel`, asks for no signatures
 * of calls, and takes no media inside of a `functionResponse`. Source: ai.google.dev, "Gemini 3 developer guide".
 */
export function isEarly(model: string): boolean {
  return EARLY.test(model)
}

/** A budget that the model chooses itself. */
const DYNAMIC = -1

/** Budgets of early models by effort, as Google's own OpenAI endpoint has them. Source: ai.google.dev/gemini-api/docs/openai. */
const BUDGETS: { readonly [effort: string]: number } = { minimal: 1024, low: 1024, medium: 8192, high: 24_576 }

/**
 * A budget stays one. Words are a level for models that have levels, and a budget for early ones; more than `high` is `high`. Off is a
 * budget of 0, or `MINIMAL`, which "matches no thinking": a model that must think refuses either. Whoever asks for thinking gets it told.
 */
export function thinkingConfig({ enabled, effort, budgetTokens }: Reasoning, model: string, loss: Loss): JsonObject {
  const early = isEarly(model)
  if (enabled === false || effort === 'none') return early ? { thinkingBudget: 0 } : { thinkingLevel: 'MINIMAL' }
  const nearest = effort === 'xhigh' || effort === 'max' ? 'high' : effort
  const budget = rowOf(BUDGETS, nearest)
  const isLevel = budgetTokens === null && budget !== null
  if (effort !== (isLevel ? nearest : null)) loss.drop('reasoning_effort')
  return stated({
    thinkingBudget: budgetTokens ?? (early ? (budget ?? DYNAMIC) : null),
    thinkingLevel: isLevel && !early && nearest !== null ? nearest.toUpperCase() : null,
    includeThoughts: true,
  })
}
