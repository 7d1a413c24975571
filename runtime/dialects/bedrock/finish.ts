// What ends an answer of Bedrock's: why it stopped, and what it cost.

import type { Finish, Usage } from '../chat.ts'

/** Source: AWS's API reference, `StopReason`; `refusal` and `pause_turn` are Claude's. */
const REASONS: ReadonlyMap<unknown, Finish['reason']> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['tool_use', 'tool_calls'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['guardrail_intervened', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['malformed_model_output', 'error'],
  ['malformed_tool_use', 'error'],
  ['refusal', 'refusal'],
  ['pause_turn', 'pause'],
])

/** Of a whole answer, or of a stream's `messageStop`. */
export interface Stop {
  readonly stopReason?: unknown
  readonly additionalModelResponseFields?: {
    readonly stop_sequence?: unknown
    readonly delta?: { readonly stop_sequence?: unknown } | null
  } | null
}

/** An answer that went through the answer's tool did not stop for a tool. */
export function finishOf(stop: Stop | null | undefined, calls: number, isAnswered: boolean): Finish {
  const more = stop?.additionalModelResponseFields
  const met = more?.stop_sequence ?? more?.delta?.stop_sequence
  const known = REASONS.get(stop?.stopReason) ?? (calls > 0 ? 'tool_calls' : 'stop')
  return {
    reason: known === 'tool_calls' && isAnswered && calls === 0 ? 'stop' : known,
    stopSequence: typeof met === 'string' ? met : null,
  }
}

/** `TokenUsage`. */
export interface TokenUsage {
  readonly inputTokens?: unknown
  readonly outputTokens?: unknown
  readonly cacheReadInputTokens?: unknown
  readonly cacheWriteInputTokens?: unknown
}

/** `inputTokens` are those that the cache did not serve or take. Source: AWS's user guide, "Prompt caching". */
export function usageOf(usage: TokenUsage | null | undefined): Usage | null {
  if (usage === null || usage === undefined) return null
  const cachedTokens = count(usage.cacheReadInputTokens)
  const cacheWriteTokens = count(usage.cacheWriteInputTokens)
  return {
    inputTokens: (count(usage.inputTokens) ?? 0) + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: count(usage.outputTokens) ?? 0,
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens: null,
  }
}

function count(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
