// What the model families behind Converse take beside its own fields, as rows: Converse has no words for these, and refuses them
// where a family does not know them. The first row that matches counts; a model that none matches takes nothing beside.

/** A family. */
export interface Family {
  readonly models: RegExp
  /** Where `top_k` stands in `additionalModelRequestFields`. */
  readonly topK: readonly string[] | null
  /** How it is told to think: with a budget in tokens, as it sees fit, so but in secret unless asked, or by an effort at this place. */
  readonly thinks: 'budget' | 'adaptive' | 'secret' | readonly string[] | null
  /** Whether it takes both of `temperature` and `top_p`, one of them, or none. */
  readonly samples: 'both' | 'one' | 'none'
  /** Whether a tool can be forced on it, as long as it does not think. */
  readonly forces: boolean
  /** Whether it can be kept to one tool at a time. */
  readonly serial: boolean
  /** Whether Converse's `outputConfig.textFormat` works. */
  readonly formats: boolean
  /** What of a prompt can be marked for its cache: instructions and turns, tools too, or nothing. */
  readonly caches: 'all' | 'messages' | null
  /** Whether the cache can keep it for an hour, instead of five minutes. */
  readonly keepsHour: boolean
}

const OTHER: Family = {
  models: /^/,
  topK: null,
  thinks: null,
  samples: 'both',
  forces: true,
  serial: false,
  formats: false,
  caches: null,
  keepsHour: false,
}
const CLAUDE: Family = { ...OTHER, topK: ['top_k'], thinks: 'budget', caches: 'all' }
const CLAUDE_4_5: Family = { ...CLAUDE, samples: 'one', serial: true, formats: true, keepsHour: true }
const CLAUDE_NOW: Family = { ...CLAUDE, thinks: 'secret', samples: 'none', serial: true, keepsHour: true }
const NOVA: Family = { ...OTHER, topK: ['inferenceConfig', 'topK'], caches: 'messages' }

/**
 * Inference profiles (`us.`, `eu.`, `global.`) and ARNs of models contain the model's id; an ARN of an application's profile tells nothing.
 * Sources: AWS's user guide, "Model parameters", "Structured outputs" and "Prompt caching", and Anthropic's migration guides.
 */
const FAMILIES: readonly Family[] = [
  { ...CLAUDE_4_5, models: /claude-(?:opus|sonnet)-4-6/, thinks: 'adaptive' },
  { ...CLAUDE_4_5, models: /claude-(?:opus|sonnet|haiku)-4-5/ },
  { ...CLAUDE, models: /claude-opus-4-1/, samples: 'one' },
  { ...CLAUDE, models: /claude-(?:3-7|(?:opus|sonnet)-4-20)/ },
  { ...CLAUDE, models: /claude-3-5-(?:haiku|sonnet-20241022)/, thinks: null },
  { ...CLAUDE, models: /claude-(?:[23]|v\d|instant)/, thinks: null, caches: null },
  { ...CLAUDE_NOW, models: /claude-(?:(?:opus|sonnet)-5-5|fable|mythos)/, forces: false },
  { ...CLAUDE_NOW, models: /claude/ },
  { ...NOVA, models: /nova-2/, thinks: ['reasoningConfig', 'maxReasoningEffort'] },
  { ...NOVA, models: /nova/ },
  { ...OTHER, models: /openai\./, thinks: ['reasoning_effort'] },
  { ...OTHER, models: /mistral\./, topK: ['top_k'] },
  { ...OTHER, models: /cohere\./, topK: ['k'] },
]

/** The row of a model, by its id or ARN. */
export function familyOf(model: string): Family {
  return FAMILIES.find(({ models }) => models.test(model)) ?? OTHER
}
