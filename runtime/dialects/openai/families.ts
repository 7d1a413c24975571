// What families of models want said differently in the openai dialect. Servers that speak it refuse fields that they do not know, and which
// they know goes by the model more than by the server; so a model that no row here matches gets the plain API and nothing else.

/** A family's ways. */
export interface Family {
  readonly models: RegExp
  /** OpenAI's models that think refuse `max_tokens`; most other servers know nothing else. */
  readonly limit: 'max_tokens' | 'max_completion_tokens'
  /** How thoughts go back to the model. `signed`: `reasoning_details`, and calls keep their signatures. `bare`: `reasoning_content`, without
   * which a call is refused. `null`: not at all; most servers refuse the field. */
  readonly thoughts: 'signed' | 'bare' | null
  /** The field that marks what is worth caching: Anthropic's, OpenAI's own, none. */
  readonly cacheMark: 'cache_control' | 'prompt_cache_breakpoint' | null
  /** Whether `reasoning_effort: none` is understood. */
  readonly canRest: boolean
}

const PLAIN: Family = { models: /^/, limit: 'max_tokens', thoughts: null, cacheMark: null, canRest: false }
const OPENAI: Family = { ...PLAIN, models: /(?:^|\/)(?:o\d|gpt-5(?!\.))/i, limit: 'max_completion_tokens' }

/** The first that matches. Source: the vendors' API references, and what their servers answer to fields they do not take. */
const FAMILIES: readonly Family[] = [
  OPENAI,
  { ...OPENAI, models: /(?:^|\/)gpt-5\.[1-5]/i, canRest: true },
  { ...OPENAI, models: /(?:^|\/)gpt-[5-9]/i, canRest: true, cacheMark: 'prompt_cache_breakpoint' },
  { ...PLAIN, models: /claude/i, thoughts: 'signed', cacheMark: 'cache_control' },
  { ...PLAIN, models: /gemini/i, thoughts: 'signed' },
  { ...PLAIN, models: /deepseek|kimi|mimo/i, thoughts: 'bare' },
]

/** A model's, by its name. */
export function familyOf(model: string): Family {
  return FAMILIES.find(({ models }) => models.test(model)) ?? PLAIN
}
