// What the model families behind Converse take beside its own fields, as rows: Converse has no words for these, and refuses them
// where a family does not know them. The first row that matches counts; a model that none matches takes nothing beside.

import type { JsonObject } from '../chat.ts'

/** A family. What a row does not state the family does not take. */
export interface Family {
  readonly models: RegExp
  /** `top_k` in `additionalModelRequestFields`. */
  readonly topK?: (topK: number) => JsonObject
  /** How it is told to think: with a budget in tokens, as it sees fit, so but in secret unless asked, or by an effort; `null`: not at all. */
  readonly thinks?: 'budget' | 'adaptive' | 'secret' | ((effort: string | null) => JsonObject | null)
  /** Which of `temperature` and `top_p` it takes, if not both. */
  readonly samples?: 'one' | 'none'
  /** Whether no tool can be forced on it. Others can be, as long as they do not think. */
  readonly isFree?: boolean
  /** Whether it can be kept to one tool at a time. */
  readonly serial?: boolean
  /** Whether Converse's `outputConfig.textFormat` works. */
  readonly formats?: boolean
  /** What of a prompt can be marked for its cache: instructions and turns, or tools too. */
  readonly caches?: 'all' | 'messages'
  /** Whether the cache can keep it for an hour, instead of five minutes. */
  readonly keepsHour?: boolean
}

const SOME = { topK: (top_k: number) => ({ top_k }) }
const CLAUDE = { ...SOME, thinks: 'budget', caches: 'all' } as const
const CLAUDE_4_5 = { ...CLAUDE, samples: 'one', serial: true, formats: true, keepsHour: true } as const
const CLAUDE_NOW = { ...CLAUDE, thinks: 'secret', samples: 'none', serial: true, keepsHour: true } as const
const NOVA = { topK: (topK: number) => ({ inferenceConfig: { topK } }), caches: 'messages' } as const

/**
 * Inference profiles (`us.`, `eu.`, `global.`) and ARNs of models contain the model's id; an ARN of an application's profile tells nothing.
 * Sources: AWS's user guide, "Model parameters", "Structured outputs" and "Prompt caching", and Anthropic's migration guides.
 */
const FAMILIES: readonly Family[] = [
  { ...CLAUDE_4_5, models: /claude-(opus|sonnet)-4-6/, thinks: 'adaptive' },
  { ...CLAUDE_4_5, models: /claude-(opus|sonnet|haiku)-4-5/ },
  { ...CLAUDE, models: /claude-opus-4-1/, samples: 'one' },
  { ...CLAUDE, models: /claude-(3-7|(opus|sonnet)-4-20)/ },
  { ...SOME, models: /claude-3-5-(haiku|sonnet-20241022)/, caches: 'all' },
  { ...SOME, models: /claude-([23]|v\d|instant)|mistral\./ },
  { ...CLAUDE_NOW, models: /claude-((opus|sonnet)-5-5|fable|mythos)/, isFree: true },
  { ...CLAUDE_NOW, models: /claude/ },
  {
    ...NOVA,
    models: /nova-2/,
    thinks: (maxReasoningEffort) => ({
      reasoningConfig: maxReasoningEffort ? { type: 'enabled', maxReasoningEffort } : { type: 'disabled' },
    }),
  },
  { ...NOVA, models: /nova/ },
  { models: /openai\./, thinks: (reasoning_effort) => (reasoning_effort ? { reasoning_effort } : null) },
  { models: /cohere\./, topK: (k) => ({ k }) },
]

/** The row of a model, by its id or ARN. */
export function familyOf(model: string): Family {
  return FAMILIES.find(({ models }) => models.test(model)) ?? { models: /^/ }
}
