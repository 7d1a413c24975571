// What an answer tells beside its words: whose it is, why it ended, how probable its tokens were.

import type { ChatResponse, Finish, JsonObject } from '../chat.ts'
import { listOf, objectOf, textOf } from '../loose.ts'

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
