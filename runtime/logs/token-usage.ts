// What an answer used, as finely as it is priced, and how it is read from what a provider says. Types only.

import type { JsonObject, Usage } from '../dialects/chat.ts'
import type { Splitter } from '../dialects/dialect.ts'

/** Parts are contained in their sum, as in {@link Usage}: `null` where nothing was said of a part. */
export interface TokenUsage extends Usage {
  /** Of those written to the provider's cache, those for an hour: they cost more. */
  readonly cacheWriteHourTokens: number | null
  readonly inputAudioTokens: number | null
  readonly cachedAudioTokens: number | null
  readonly outputAudioTokens: number | null
  /** Of the prompt, images: some models take another price for them. Left out: not said, as `null`. */
  readonly inputImageTokens?: number | null
  /** Of the prompt's images, those read from the provider's cache. */
  readonly cachedImageTokens?: number | null
  /** Of the answer, images. */
  readonly outputImageTokens?: number | null
  /** Searches of the web that the provider made: priced by the piece. */
  readonly webSearches?: number | null
  /** US dollars, where the provider itself says what it charges for the answer. */
  readonly statedCost?: number | null
}

/** How one dialect says what an answer used. Each is `usage` in `dialects/{dialect}/usage.ts`. */
export interface UsageDialect {
  /** Found in every event of a stream that says something of usage, and in as few others as can be: only those are parsed. */
  readonly words: RegExp
  /**
   * What a whole answer says, or an event of a stream on top of what was said before. `null` for what is not in this dialect: a
   * provider may have several, and each is asked.
   */
  readonly read: (said: JsonObject, before: TokenUsage | null) => TokenUsage | null
  /** Takes its streams apart, where they are no server-sent events and no lines. */
  readonly frames?: () => Splitter
  /** Where a provider tells it in headers instead. */
  readonly readHeaders?: (headers: Headers) => TokenUsage | null
}
