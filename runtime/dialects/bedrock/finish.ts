// What ends an answer of Bedrock's: why it stopped, and what it cost.

import type { Finish, JsonObject, Usage } from '../chat.ts'
import { isObject, numberOf, objectOf, rowOf, textOf } from '../loose.ts'

/** Source: AWS's API reference, `StopReason`; `refusal` and `pause_turn` are Claude's. */
const REASONS: { readonly [reason: string]: Finish['reason'] } = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'content_filter',
  content_filtered: 'content_filter',
  malformed_model_output: 'error',
  malformed_tool_use: 'error',
  refusal: 'refusal',
  pause_turn: 'pause',
}

/** Of a whole answer, or of a stream's `messageStop`. An answer that went through the answer's tool did not stop for a tool. */
export function finishOf(stop: JsonObject, calls: number, isAnswered: boolean): Finish {
  const { stop_sequence, delta } = objectOf(stop.additionalModelResponseFields)
  const known = rowOf(REASONS, stop.stopReason) ?? (calls > 0 ? 'tool_calls' : 'stop')
  return {
    reason: known === 'tool_calls' && isAnswered && calls === 0 ? 'stop' : known,
    stopSequence: textOf(stop_sequence ?? objectOf(delta).stop_sequence),
  }
}

/** Of a `TokenUsage`. `inputTokens` are those that the cache did not serve or take. Source: AWS's user guide, "Prompt caching". */
export function usageOf(usage: unknown): Usage | null {
  if (!isObject(usage)) return null
  const cachedTokens = numberOf(usage.cacheReadInputTokens)
  const cacheWriteTokens = numberOf(usage.cacheWriteInputTokens)
  return {
    inputTokens: (numberOf(usage.inputTokens) ?? 0) + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: numberOf(usage.outputTokens) ?? 0,
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens: null,
  }
}
