// A neutral request in, the body of `POST /v1/messages` out; what the API or the model does not take is named.
// Source: Anthropic's API reference, "Messages". test/dialects/anthropic/request.test.ts has the tricky ones.

import type { ChatRequest, JsonObject } from '../../chat.ts'
import { unsaid } from '../../common/unsaid.ts'
import type { Loss } from '../../dialect.ts'
import { stated } from '../../loose.ts'
import { type Contract, contractOf } from './models.ts'
import { thinkingOf } from './thinking.ts'
import { conversation, lacksThought } from './write-messages.ts'
import { toolingOf } from './write-tools.ts'

/** The body, and the tool whose arguments are the answer's text, if the answer's format needed one. */
export function writeRequest(
  request: ChatRequest,
  loss: Loss,
): { readonly body: JsonObject; readonly answerTool: string | null } {
  const { model, choices, seed, logprobs, frequencyPenalty, presencePenalty, extras, user } = request
  const contract = contractOf(model)
  const { system, turns } = conversation(request.messages, loss)
  const { tools, choice, format, instruction, answerTool } = toolingOf(request, contract, loss)
  const bars = { isForced: /any|tool/.test(String(choice?.type)), lacksThought: lacksThought(turns) }
  const { maxTokens, thinking, effort, isOn } = thinkingOf(request, contract, bars, loss)
  const stop = request.stop.filter((text) => text.trim())
  const lost = {
    ...extras,
    n: choices === 1 ? null : choices,
    seed,
    logprobs: logprobs && true,
    top_logprobs: logprobs?.top,
    frequency_penalty: frequencyPenalty || null,
    presence_penalty: presencePenalty || null,
    stop: stop.length < request.stop.length || null,
  }
  unsaid(lost, loss)
  const body = stated({
    model,
    max_tokens: maxTokens,
    system: [...system, ...instruction],
    messages: turns,
    tools,
    tool_choice: choice,
    thinking,
    output_config: stated({ effort, format }),
    ...sampling(request, contract, isOn, loss),
    stop_sequences: stop,
    metadata: stated({ user_id: user }),
    stream: request.stream || null,
  })
  return { body, answerTool }
}

/** Temperatures end at 1, the default of both. With thinking, and by the newest models, only the defaults are taken. */
function sampling(
  { temperature, topP, topK }: ChatRequest,
  { thinking, takesOneOfBoth }: Contract,
  isThinking: boolean,
  loss: Loss,
): JsonObject {
  const isFree = thinking !== 'effort' && !isThinking
  const warmth = isFree && temperature !== null ? Math.min(1, temperature) : null
  const nucleus = isFree && (!takesOneOfBoth || (warmth ?? 1) === 1) ? topP : null
  if ((temperature ?? 1) !== (warmth ?? 1)) loss.drop('temperature')
  if ((topP ?? 1) !== (nucleus ?? 1)) loss.drop('top_p')
  if (topK !== null && !isFree) loss.drop('top_k')
  return {
    temperature: takesOneOfBoth && nucleus !== null ? null : warmth,
    top_p: nucleus,
    top_k: isFree ? topK : null,
  }
}
