// A part, message or tool in, its mark for the prompt cache out. Two ways to say it: Anthropic's `cache_control`, which OpenRouter and
// LiteLLM take here as well, and OpenAI's own breakpoint, whose least lifetime of 30 minutes only Anthropic's hour covers.

import type { CacheControl, JsonObject } from '../chat.ts'
import { objectOf } from './fields.ts'

/** `null`: no mark. Source: OpenAI's API reference, `prompt_cache_breakpoint`; OpenRouter's guide to prompt caching. */
export function cacheMarkOf({ cache_control, prompt_cache_breakpoint }: JsonObject): CacheControl | null {
  const breakpoint = objectOf(prompt_cache_breakpoint)
  const marked = breakpoint === null ? null : { type: 'ephemeral', ...(breakpoint.ttl ? { ttl: '1h' } : {}) }
  return objectOf(cache_control) ?? marked
}

/** The same parts; the last one that can hold the mark of the whole message holds it. `null`: none can. */
export function marked<Part extends { readonly kind: string }>(
  parts: readonly Part[],
  mark: CacheControl,
): readonly Part[] | null {
  const last = parts.findLastIndex((part) => 'cacheControl' in part)
  return last < 0 ? null : parts.map((part, position) => (position === last ? { ...part, cacheControl: mark } : part))
}
