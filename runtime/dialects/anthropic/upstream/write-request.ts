// A neutral request in, the body of `POST /v1/messages` out; what the API or the model does not take is named.
// Source: Anthropic's API reference, "Messages". test/dialects/anthropic/request.test.ts has the tricky ones.

import type { ChatRequest, JsonObject } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { type Contract, contractOf } from './models.ts'
import { thinkingOf } from './thinking.ts'
import { conversation, lacksThought } from './write-messages.ts'
import { toolingOf } from './write-tools.ts'

/** The body, and the tool whose arguments are the answer's text, if the answer's format needed one. */
export function writeRequest(
  request: ChatRequest,
  loss: Loss,
): { readonly body: JsonObject; readonly answerTool: string | null } {
  const contract = contractOf(request.model)
  const { system, turns } = conversation(request.messages, loss)
  const { tools, choice, format, instruction, answerTool, isForced } = toolingOf(request, contract, loss)
  const thinking = thinkingOf(request, contract, { isForced, lacksThought: lacksThought(turns) }, loss)
  if (instruction !== null) system.push({ type: 'text', text: instruction })
  const stop = request.stop.filter((text) => text.trim() !== '')
  if (stop.length < request.stop.length) loss.drop('stop')
  nameUnsayable(request, loss)
  const output = { ...set('effort', thinking.effort), ...set('format', format) }
  const body = {
    model: request.model,
    max_tokens: thinking.maxTokens,
    ...(system.length > 0 ? { system } : {}),
    messages: turns,
    ...(tools.length > 0 ? { tools } : {}),
    ...set('tool_choice', choice),
    ...set('thinking', thinking.thinking),
    ...(Object.keys(output).length > 0 ? { output_config: output } : {}),
    ...sampling(request, contract, thinking.isOn, loss),
    ...(stop.length > 0 ? { stop_sequences: stop } : {}),
    ...(request.user === null ? {} : { metadata: { user_id: request.user } }),
    ...(request.stream ? { stream: true } : {}),
  }
  return { body, answerTool }
}

/** Temperatures end at 1. With thinking, and by the newest models, only the defaults are taken. */
function sampling(
  { temperature, topP, topK }: ChatRequest,
  { isSampled, takesOneOfBoth }: Contract,
  isThinking: boolean,
  loss: Loss,
): JsonObject {
  const isFree = isSampled && !isThinking
  const clamped = temperature === null || !isFree ? null : Math.min(1, Math.max(0, temperature))
  if (temperature !== null && temperature !== (clamped ?? 1)) loss.drop('temperature')
  // 1 is the default of both, and goes without saying where only one can be said.
  const isOne = takesOneOfBoth && clamped !== null && topP !== null
  const allowed = isFree ? !(isOne && (clamped !== 1 || topP === 1)) : isSampled && topP !== null && topP >= 0.95
  if (topP !== null && topP !== 1 && !allowed) loss.drop('top_p')
  if (topK !== null && !isFree) loss.drop('top_k')
  return {
    ...set('temperature', isOne && allowed ? null : clamped),
    ...set('top_p', allowed ? topP : null),
    ...set('top_k', isFree ? topK : null),
  }
}

function nameUnsayable(request: ChatRequest, loss: Loss): void {
  const { choices, seed, logprobs, frequencyPenalty, presencePenalty, extras } = request
  if (choices !== null && choices > 1) loss.drop('n')
  if (seed !== null) loss.drop('seed')
  if (logprobs !== null) loss.drop('logprobs')
  if (logprobs !== null && logprobs.top !== null) loss.drop('top_logprobs')
  if (frequencyPenalty) loss.drop('frequency_penalty')
  if (presencePenalty) loss.drop('presence_penalty')
  for (const [name, value] of Object.entries(extras)) if (value !== null) loss.drop(name)
}

function set(name: string, value: unknown): JsonObject {
  return value === null ? {} : { [name]: value }
}
