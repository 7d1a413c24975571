// A message of Anthropic's in, the neutral answer out. Blocks of tools that the provider itself ran are passed over.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk.

import type { ChatResponse, Finish, JsonObject, RefusalPart } from '../../chat.ts'
import { textPart } from '../../common/parts.ts'
import { isObject, objectOf, rowOf, textOf } from '../../loose.ts'
import { Unreadable } from '../../unreadable.ts'
import { partsOf } from '../blocks.ts'
import { usageOf } from '../usage.ts'

/** `answerTool`: the tool whose arguments are the answer's text. Throws an Unreadable for what has no content at all. */
export function readMessage(body: unknown, answerTool: string | null): ChatResponse {
  const message = objectOf(body)
  if (!Array.isArray(message.content)) throw new Unreadable('the message has no "content"')
  const blocks = message.content.map(objectOf)
  const isAnswered = blocks.some((block) => isAnswer(block, answerTool))
  // Where the tool gives the answer, words around it are none.
  const content = blocks.flatMap((block) => {
    if (isAnswer(block, answerTool)) return [textPart(JSON.stringify(block.input))]
    return (isAnswered || !block.text) && block.type === 'text'
      ? []
      : partsOf(block, block.type, (name) => textOf(block[name]) ?? '')
  })
  const hasCalls = content.some(({ kind }) => kind === 'tool_call')
  return {
    id: textOf(message.id),
    model: textOf(message.model),
    createdSeconds: null,
    choices: [
      { index: 0, content: [...content, ...refusalOf(message)], finish: finishOf(message, hasCalls), logprobs: null },
    ],
    usage: isObject(message.usage) ? usageOf(message.usage) : null,
  }
}

/** Whether this block is the call whose arguments are the answer. */
export function isAnswer({ type, name }: JsonObject, answerTool: string | null): boolean {
  return answerTool !== null && type === 'tool_use' && name === answerTool
}

const REASONS: { readonly [reason: string]: Finish['reason'] } = {
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
  pause_turn: 'pause',
}

/** From a message, or from the delta that ends one. Whether tools are to be called is told by the calls that there are. */
export function finishOf({ stop_reason, stop_sequence }: JsonObject, hasCalls: boolean): Finish {
  return {
    reason: rowOf(REASONS, stop_reason) ?? (hasCalls ? 'tool_calls' : 'stop'),
    stopSequence: stop_reason === 'stop_sequence' ? textOf(stop_sequence) : null,
  }
}

/** Why the provider would not answer, where it says so. */
export function refusalOf({ stop_details }: JsonObject): readonly RefusalPart[] {
  const text = textOf(objectOf(stop_details).explanation)
  return text === null ? [] : [{ kind: 'refusal', text }]
}
