// The three ways to say how hard a model is to think in, the neutral one out: OpenAI's `reasoning_effort`, OpenRouter's `reasoning` and
// Anthropic's `thinking`, which many servers take here. Where they differ the more specific one wins, in the order OpenRouter's, OpenAI's, Anthropic's.

import type { JsonObject, Reasoning } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { wantedFlag, wantedNumber, wantedObject, wantedText } from './wanted.ts'

const THINKING: ReadonlyMap<unknown, boolean> = new Map([
  ['enabled', true],
  ['adaptive', true],
  ['disabled', false],
])

/** `null`: nothing is stated. An effort of `none` is no thinking at all. Throws a GatewayError. */
export function readReasoning(body: JsonObject, loss: Loss): Reasoning | null {
  const { effort: routed, max_tokens, enabled: on, ...others } = wantedObject('reasoning', body.reasoning) ?? {}
  const { type, budget_tokens, ...rest } = wantedObject('thinking', body.thinking) ?? {}
  dropAll('reasoning', others, loss)
  dropAll('thinking', rest, loss)
  const effort = wantedText('reasoning.effort', routed) ?? wantedText('reasoning_effort', body.reasoning_effort)
  const budgetTokens =
    wantedNumber('reasoning.max_tokens', max_tokens) ?? wantedNumber('thinking.budget_tokens', budget_tokens)
  const enabled = wantedFlag('reasoning.enabled', on) ?? (effort === 'none' ? false : (THINKING.get(type) ?? null))
  if (effort === null && budgetTokens === null && enabled === null) return null
  return { enabled, effort: effort === 'none' ? null : effort, budgetTokens }
}

function dropAll(name: string, fields: JsonObject, loss: Loss): void {
  for (const [field, value] of Object.entries(fields)) if (value) loss.drop(`${name}.${field}`)
}
