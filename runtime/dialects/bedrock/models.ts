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
}

const OTHER: Family = {
  models: /^/,
  topK: null,
  thinks: null,
  samples: 'both',
  forces: true,
  serial: false,
  formats: false,
}
const CLAUDE: Family = { ...OTHER, topK: ['top_k'], thinks: 'budget' }
const CLAUDE_NOW: Family = { ...CLAUDE, thinks: 'secret', samples: 'none', serial: true }

/**
 * Inference profiles (`us.`, `eu.`, `global.`) and ARNs of models contain the model's id; an ARN of an application's profile tells nothing.
 * Sources: AWS's user guide, "Model parameters" and "Structured outputs", and Anthropic's migration guides.
 */
const FAMILIES: readonly Family[] = [
  { ...CLAUDE, models: /claude-(?:opus|sonnet)-4-6/, thinks: 'adaptive', samples: 'one', serial: true, formats: true },
  { ...CLAUDE, models: /claude-(?:opus|sonnet|haiku)-4-5/, samples: 'one', serial: true, formats: true },
  { ...CLAUDE, models: /claude-opus-4-1/, samples: 'one' },
  { ...CLAUDE, models: /claude-(?:3-7|(?:opus|sonnet)-4-20)/ },
  { ...CLAUDE, models: /claude-(?:[23]|v\d|instant)/, thinks: null },
  { ...CLAUDE_NOW, models: /claude-(?:(?:opus|sonnet)-5-5|fable|mythos)/, forces: false },
  { ...CLAUDE_NOW, models: /claude/ },
  { ...OTHER, models: /nova-2/, topK: ['inferenceConfig', 'topK'], thinks: ['reasoningConfig', 'maxReasoningEffort'] },
  { ...OTHER, models: /nova/, topK: ['inferenceConfig', 'topK'] },
  { ...OTHER, models: /openai\./, thinks: ['reasoning_effort'] },
  { ...OTHER, models: /mistral\./, topK: ['top_k'] },
  { ...OTHER, models: /cohere\./, topK: ['k'] },
]

/** The row of a model, by its id or ARN. */
export function familyOf(model: string): Family {
  return FAMILIES.find(({ models }) => models.test(model)) ?? OTHER
}
