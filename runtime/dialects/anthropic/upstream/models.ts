// A model's name in, which of the API's fields it takes out: Anthropic's models refuse with 400 what earlier ones took. One row a family.
// Source: Anthropic's model pages and migration guides up to the 5.5 models, as of October 2026.

import { rowOf } from '../../loose.ts'

/** What a model takes. */
export interface Contract {
  /** How thinking is asked for: with a budget in tokens, with an effort alone (`thinking: adaptive`), or either. By effort goes no sampling. */
  readonly thinking: 'budget' | 'either' | 'effort'
  /** The `thinking.type` that switches thinking off; `null`: nothing does. One that takes no `disabled` cannot be made to call a tool. */
  readonly off: 'disabled' | 'between_tools' | null
  /** Whether it takes just one of `temperature` and `top_p`. */
  readonly takesOneOfBoth: boolean
  /** Whether it takes `output_config.format` and `strict` tools. */
  readonly takesSchemas: boolean
  /** What `max_tokens` is where the caller states none, as the API demands one. */
  readonly maxTokens: number
}

/** The versions, as 100 times the major one plus the minor one, from which a family thinks by effort alone, and from which always. */
const FAMILIES: { readonly [family: string]: readonly [effort: number, always: number] } = {
  opus: [407, 505],
  sonnet: [500, 505],
  haiku: [500, 9999],
}

/** `claude-3-5-sonnet-20241022`, `claude-opus-4-20250514`, `claude-sonnet-4.5`, `claude-mythos-preview`; a date is no version. */
const NAME = /claude-(?:([a-z]+)(?:-|$))?(?:(\d\d?)(?!\d)(?:[-.](\d\d?)(?!\d))?)?/

/** One without a version is of the newest ones; one that is no Claude at all gets what the API took at first. */
export function contractOf(model: string): Contract {
  const found = NAME.exec(model)
  const [, family, major = 5, minor = 0] = found ?? []
  const version = found ? Number(major) * 100 + Number(minor) : 0
  const [effort, always] = rowOf(FAMILIES, family) ?? [500, 500]
  return {
    thinking: version >= effort ? 'effort' : version >= 406 ? 'either' : 'budget',
    off: version < always ? 'disabled' : family === 'sonnet' ? 'between_tools' : null,
    takesOneOfBoth: version >= 401,
    takesSchemas: version >= 405 || version === 401,
    maxTokens: version >= 400 ? 32_000 : 4096,
  }
}
