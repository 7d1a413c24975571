// Why an answer of Bedrock's stopped.

import type { Finish, JsonObject } from '../chat.ts'
import { objectOf, rowOf, textOf } from '../loose.ts'

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
