// A model's name in, which of the API's fields it takes out: Anthropic's models refuse with 400 what earlier ones took. One row a family.
// Source: Anthropic's model pages and migration guides up to the 5.5 models, as of October 2026.

/** What a model takes. */
export interface Contract {
  /** How thinking is asked for: with a budget in tokens, with an effort alone (`thinking: adaptive`), or either. */
  readonly thinking: 'budget' | 'either' | 'effort'
  /** The `thinking.type` that switches thinking off; `null`: nothing does. */
  readonly off: 'disabled' | 'between_tools' | null
  /** Whether it takes `temperature`, `top_p` and `top_k` of one's own. */
  readonly isSampled: boolean
  /** Whether it takes just one of `temperature` and `top_p`. */
  readonly takesOneOfBoth: boolean
  /** Whether it can be made to call a tool. */
  readonly isForced: boolean
  /** Whether it takes `output_config.format` and `strict` tools. */
  readonly takesSchemas: boolean
  /** What `max_tokens` is where the caller states none, as the API demands one. */
  readonly maxTokens: number
}

/** The version, as 100 times the major one plus the minor one, from which a family thinks by effort alone, always thinks, and is not forced. */
interface Family {
  readonly effort: number
  readonly alwaysThinks: number
  readonly unforced: number
  readonly off: 'between_tools' | null
}

const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ['opus', { effort: 407, alwaysThinks: 505, unforced: 505, off: null }],
  ['sonnet', { effort: 500, alwaysThinks: 505, unforced: 505, off: 'between_tools' }],
  ['haiku', { effort: 500, alwaysThinks: Number.POSITIVE_INFINITY, unforced: Number.POSITIVE_INFINITY, off: null }],
])
const OTHER: Family = { effort: 500, alwaysThinks: 500, unforced: 501, off: null }

/** `claude-3-5-sonnet-20241022`, `claude-opus-4-20250514`, `claude-sonnet-4.5`, `claude-mythos-preview`; a date is no version. */
const NAME = /claude-(?:(\d)(?:[-.](\d))?(?!\d)|([a-z]+)(?:-(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?)?)/

/** One without a version is of the newest ones; one that is no Claude at all gets what the API took at first. */
export function contractOf(model: string): Contract {
  const found = NAME.exec(model)
  const [, early, earlyMinor, family = '', major = early ?? '5', minor = earlyMinor ?? '0'] = found ?? []
  const version = found === null ? 0 : Number(major) * 100 + Number(minor)
  const { effort, alwaysThinks, unforced, off } = FAMILIES.get(family) ?? OTHER
  return {
    thinking: version >= effort ? 'effort' : version >= 406 ? 'either' : 'budget',
    off: version >= alwaysThinks ? off : 'disabled',
    isSampled: version < effort,
    takesOneOfBoth: version >= 401,
    isForced: version < unforced,
    takesSchemas: version >= 405 || version === 401,
    maxTokens: version >= 400 ? 32_000 : 4096,
  }
}
