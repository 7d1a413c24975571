// The vendors' prices as the compiler writes them and the runtime reads them: the lines of prices.txt. Types only.
// A provider row's line names its lists, `openai TAB ["@openai"]`; a list's line holds it, `@openai TAB [["=gpt-4o",[2.5,10,1.25]],…]`.

/** A provider row: the lists that its models are looked for in, one after the other. */
export type PriceLists = readonly string[]

/** The first entry whose names a model fits is the model's. */
export type PriceList = readonly PriceEntry[]

/** What some models cost; `null`: not by anything that answers tell. The first change that holds at a time wins over it. */
export type PriceEntry = readonly [names: NamePattern, rates: Rates | null, ...changes: readonly PriceChange[]]

/**
 * `=x` is x, `^x` begins with x, `$x` ends with x, `~x` has x in it, all in lower case; `/x` fits the regular expression x. Of a list
 * any must fit; of a list in it all, of a list in that any, and so on.
 */
export type NamePattern = string | readonly NamePattern[]

/** Other rates from a moment on, in epoch milliseconds; or daily from a time until a time, in milliseconds of the day (UTC). */
export type PriceChange =
  | readonly [rates: Rates | null, fromMs: number]
  | readonly [rates: Rates | null, fromMs: number, untilMs: number]

/**
 * US dollars per million tokens; for a search of the web and for the request itself, US dollars for each. Input and output: `null` is not
 * known, and so is the cost of whatever has such tokens. Parts of them: left out or `null` is as the sum that they are a part of. What is
 * a part of two of them, cached audio and cached images, has a rate only where both have one; so have writes for an hour where writes have.
 */
export type Rates = readonly [
  input: Rate | null,
  output: Rate | null,
  cached?: Rate | null,
  cacheWrite?: Rate | null,
  cacheWriteHour?: Rate | null,
  webSearch?: number | null,
  inputAudio?: Rate | null,
  cachedAudio?: Rate | null,
  outputAudio?: Rate | null,
  inputImage?: Rate | null,
  cachedImage?: Rate | null,
  outputImage?: Rate | null,
  reasoning?: Rate | null,
  request?: number | null,
]

/** A price; or one that depends on the prompt's tokens: the first, then pairs of a number of tokens and the price above it, ascending. */
export type Rate = number | readonly number[]
