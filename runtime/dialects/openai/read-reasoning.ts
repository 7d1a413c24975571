// The three ways to say how hard a model is to think in, the neutral one out: OpenAI's `reasoning_effort`, OpenRouter's `reasoning` (which
// the Responses API has as well) and Anthropic's `thinking`, which many servers take here. Where they differ OpenRouter's wins over OpenAI's.

import type { Reasoning } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { dropAll, type Fields, fieldsOf } from './wanted.ts'

/** `null`: nothing is stated. An effort of `none` is no thinking at all. Throws a GatewayError. */
export function readReasoning({ take }: Fields, loss: Loss): Reasoning | null {
  const reasoning = fieldsOf(take('reasoning', 'object'), 'reasoning.')
  const thinking = fieldsOf(take('thinking', 'object'), 'thinking.')
  const [plain, type] = [take('reasoning_effort', 'string'), thinking.take('type', 'string')]
  const effort = reasoning.take('effort', 'string') ?? plain
  const budgetTokens = reasoning.take('max_tokens', 'number') ?? thinking.take('budget_tokens', 'number')
  const isThinking = type === null ? null : type !== 'disabled'
  const enabled = reasoning.take('enabled', 'boolean') ?? (effort === 'none' ? false : isThinking)
  dropAll('reasoning.', reasoning.left(), loss)
  dropAll('thinking.', thinking.left(), loss)
  if ((effort ?? budgetTokens ?? enabled) === null) return null
  return { enabled, effort: effort === 'none' ? null : effort, budgetTokens }
}
