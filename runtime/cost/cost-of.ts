// Rates and what an answer used -> US dollars. Every token is paid once, in the smallest part that has a rate of its own.

import type { TokenUsage } from '../logs/token-usage.ts'
import type { Rate, Rates } from './price-records.ts'

const MILLION = 1e6
/** Where a request's own price stands among the rates. */
const REQUEST = 13

/**
 * `null`: not known, because a rate is not or because nothing is said of the usage. What is free or has its price by the request has it
 * without usage too. Never negative: of parts that are larger together than their sum, the parts are paid.
 */
export function costOf(rates: Rates, usage: TokenUsage | null): number | null {
  const [input, output, cached, write, writeHour, search, audio, cachedAudio, outputAudio, ...more] = rates
  const [image, cachedImage, outputImage, reasoning, request] = more
  if (usage === null) return rates.every(isNothing) ? (request ?? 0) : null
  const ofPrompt: Part[] = []
  const ofAnswer: Part[] = []
  const hour = take(ofPrompt, writeHour, usage.cacheWriteHourTokens)
  take(ofPrompt, write, usage.cacheWriteTokens, hour)
  const audioRead = take(ofPrompt, cachedAudio, usage.cachedAudioTokens)
  const imagesRead = take(ofPrompt, cachedImage, usage.cachedImageTokens)
  take(ofPrompt, cached, usage.cachedTokens, audioRead + imagesRead)
  take(ofPrompt, audio, usage.inputAudioTokens, audioRead)
  take(ofPrompt, image, usage.inputImageTokens, imagesRead)
  take(ofAnswer, reasoning, usage.reasoningTokens)
  take(ofAnswer, outputAudio, usage.outputAudioTokens)
  take(ofAnswer, outputImage, usage.outputImageTokens)
  const parts = [
    ...ofPrompt,
    ...ofAnswer,
    { rate: input, tokens: usage.inputTokens - sum(ofPrompt) },
    { rate: output, tokens: usage.outputTokens - sum(ofAnswer) },
  ].filter(({ tokens }) => tokens > 0)
  let millionths = 0
  for (const { rate, tokens } of parts) {
    if (rate === null) return null
    millionths += tokens * priceAt(rate, usage.inputTokens)
  }
  return millionths / MILLION + (usage.webSearches ?? 0) * (search ?? 0) + (request ?? 0)
}

interface Part {
  readonly rate: Rate | null
  readonly tokens: number
}

/** Adds a part that has a rate of its own, without those of its tokens that were taken apart before. Gives the tokens that it has. */
function take(parts: Part[], rate: Rate | null | undefined, tokens: number | null | undefined, apart = 0): number {
  if (rate === null || rate === undefined) return 0
  const left = Math.max(0, (tokens ?? 0) - apart)
  parts.push({ rate, tokens: left })
  return left
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { tokens }) => total + tokens, 0)
}

/** The whole prompt decides, and all tokens are paid at the price that it comes to. */
function priceAt(rate: Rate, promptTokens: number): number {
  if (typeof rate === 'number') return rate
  let price = rate[0] ?? 0
  for (let at = 1; at < rate.length; at += 2) {
    if (promptTokens > (rate[at] ?? 0)) price = rate[at + 1] ?? price
  }
  return price
}

/** Whether a rate makes no difference: nothing is paid by the token. Of input and output it must be known. */
function isNothing(rate: Rate | null | undefined, at: number): boolean {
  return rate === 0 || at === REQUEST || (at > 1 && (rate === null || rate === undefined))
}
