// What an answer of Bedrock's used: of Converse, whole or in its stream's `metadata`; of InvokeModel, in the body of a model that says it
// itself, in what ends a stream, or in headers. Source: AWS's API reference, `TokenUsage`, `CacheDetail`; its user guide, "Prompt caching".

import type { TokenUsage, UsageDialect } from '../../logs/token-usage.ts'
import { awsFrames } from '../../streams/aws-frames.ts'
import { usage as anthropic } from '../anthropic/usage.ts'
import type { JsonObject, Usage } from '../chat.ts'
import { countOf, firstCount, tokenUsage } from '../common/tokens.ts'
import { isObject, objectOf, objectsIn, parsedObject, textOf } from '../loose.ts'

/** Of a `TokenUsage`. `inputTokens` are those that the cache did not serve or take. */
export function usageOf(usage: unknown): Usage | null {
  if (!isObject(usage)) return null
  const cachedTokens = countOf(usage.cacheReadInputTokens)
  const cacheWriteTokens = countOf(usage.cacheWriteInputTokens)
  return {
    inputTokens: (countOf(usage.inputTokens) ?? 0) + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: countOf(usage.outputTokens) ?? 0,
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens: null,
  }
}

const METRICS = 'amazon-bedrock-invocationMetrics'

/** Anthropic's models say it as at Anthropic's, in more detail. */
export const usage: UsageDialect = {
  // InvokeModel's events are base64 inside: `"usage"` and `Metrics"` as that has them, at each of three offsets.
  words: /"usage"\s*:\s*\{|dXNhZ2Ui|VzYWdlI|1c2FnZSI|TWV0cmljcyI|1ldHJpY3Mi|NZXRyaWNzI/,
  read: (said, before) => {
    const body = bodyOf(said)
    const own = anthropic.read(body, before)
    if (own !== null) return own
    const places = [body.usage, objectOf(body.metadata).usage, body[METRICS]]
    return places.map((place) => tokensOf(objectOf(place), before)).find((usage) => usage !== null) ?? null
  },
  frames: awsFrames,
  readHeaders: (headers) => {
    const count = (what: string) => {
      const value = headers.get(`x-amzn-bedrock-${what}-token-count`)
      return value === null ? null : Number(value)
    }
    const counts = {
      inputTokens: count('input'),
      outputTokens: count('output'),
      cacheReadInputTokens: count('cache-read-input'),
      cacheWriteInputTokens: count('cache-write-input'),
    }
    return tokensOf(counts, null)
  },
}

/** Models and metrics have names of their own: `inputTokenCount`, `cacheReadInputTokenCount`. `null`: nothing is counted. */
function tokensOf(said: JsonObject, before: TokenUsage | null): TokenUsage | null {
  const count = (name: string) => firstCount(said[`${name}Tokens`], said[`${name}TokenCount`])
  const [inputTokens, outputTokens] = [count('input'), count('output')]
  if (inputTokens === null && outputTokens === null) return null
  const cacheReadInputTokens = count('cacheReadInput')
  const cacheWriteInputTokens = count('cacheWriteInput')
  const usage = usageOf({ inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens })
  const forHour = objectsIn(said.cacheDetails).find(({ ttl }) => ttl === '1h')
  return usage && tokenUsage(usage, { cacheWriteHourTokens: countOf(forHour?.inputTokens) }, before)
}

/** What a `chunk` holds; anything else is the body itself. Counts are ASCII, so that no other bytes need to be decoded. */
function bodyOf(said: JsonObject): JsonObject {
  const bytes = textOf(said.bytes)
  try {
    return bytes === null ? said : (parsedObject(atob(bytes)) ?? {})
  } catch {
    return {}
  }
}
