// What an answer tells beside its words: whose it is, why it ended, what it cost, how probable its tokens were.

import type { ChatResponse, Finish, JsonObject, Usage } from '../chat.ts'
import { listOf, numberOf, objectOf, textOf } from '../loose.ts'

/** Of a whole answer, and of each piece of one. `createTime` is Vertex AI's alone. */
export function headOf({ responseId, modelVersion, createTime }: JsonObject): Omit<ChatResponse, 'choices' | 'usage'> {
  return {
    id: textOf(responseId),
    model: textOf(modelVersion),
    createdSeconds: Math.floor(Date.parse(textOf(createTime) ?? '') / 1000) || null,
  }
}

/** Reasons by what they mean elsewhere. Source: `FinishReason` of @google/genai and of both API references. */
const FINISHES: readonly (readonly [RegExp, Finish['reason']])[] = [
  [/^STOP$|UNSPECIFIED/, 'stop'],
  [/MAX_TOKENS|CONTINUATION/, 'length'],
  [/SAFETY|RECITATION|BLOCKLIST|PROHIBITED|SPII|LANGUAGE|ARMOR/, 'content_filter'],
  [/MALFORMED|UNEXPECTED|TOO_MANY|OTHER/, 'error'],
]

/** A stop after calls is for them, and so is a reason of no known name. Which stop sequence was met Gemini does not tell. */
export function finishOf(name: string, hasCalls: boolean): Finish {
  const known = FINISHES.find(([names]) => names.test(name))?.[1]
  const isForCalls = hasCalls && (known ?? 'stop') === 'stop'
  return { reason: isForCalls ? 'tool_calls' : (known ?? 'error'), stopSequence: null }
}

/**
 * `usageMetadata` as tokens. The prompt has its cached tokens in it, and not those that tools of Gemini's own put into it.
 * `candidatesTokenCount` leaves thoughts out; some models of Vertex AI have them in it, and then the total is that of prompt and
 * candidates alone.
 */
export function usageOf(metadata: JsonObject): Usage {
  const count = (name: string): number => numberOf(metadata[`${name}TokenCount`]) ?? 0
  const inputTokens = count('prompt') + count('toolUsePrompt')
  const candidates = count('candidates')
  const thoughts = count('thoughts')
  const isWhole = candidates >= thoughts && count('total') === inputTokens + candidates
  return {
    inputTokens,
    outputTokens: isWhole ? candidates : candidates + thoughts,
    cachedTokens: numberOf(metadata.cachedContentTokenCount),
    cacheWriteTokens: null,
    reasoningTokens: numberOf(metadata.thoughtsTokenCount),
  }
}

/** `logprobsResult` in OpenAI's shape, `null` where it holds none. Gemini tells no bytes of a token. */
export function logprobsOf(result: unknown): JsonObject | null {
  const { chosenCandidates, topCandidates } = objectOf(result)
  const tops = listOf(topCandidates)
  const content = listOf(chosenCandidates).map((chosen, position) => ({
    ...token(chosen),
    top_logprobs: listOf(objectOf(tops[position]).candidates).map(token),
  }))
  return content.length === 0 ? null : { content, refusal: null }
}

function token(candidate: unknown): JsonObject {
  const { token: text, logProbability } = objectOf(candidate)
  return { token: text ?? '', logprob: logProbability ?? 0, bytes: null }
}
