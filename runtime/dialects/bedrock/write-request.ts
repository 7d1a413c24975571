// A neutral request in, the body of Bedrock's Converse out; what Converse cannot say is named. The model and whether to stream are
// the path's business.

import type { ChatRequest, JsonObject } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'
import { familyOf } from './models.ts'
import { writeInference } from './write-inference.ts'
import { writeMessages } from './write-messages.ts'
import { writeTools } from './write-tools.ts'

/** A body, and the tool whose arguments will be the answer's text, where the format had to be one. */
export interface ConverseRequest {
  readonly body: JsonObject
  readonly answerTool: string | null
}

/** Source: AWS's API reference, `Converse`. */
export function writeRequest(request: ChatRequest, loss: Loss): ConverseRequest {
  const { frequencyPenalty, presencePenalty, logprobs, user, seed, choices, extras } = request
  unsaid(
    {
      ...extras,
      // A penalty of 0 is none.
      frequency_penalty: frequencyPenalty || null,
      presence_penalty: presencePenalty || null,
      logprobs: logprobs && true,
      top_logprobs: logprobs?.top,
      user,
      seed,
      n: (choices ?? 1) > 1 || null,
    },
    loss,
  )
  const family = familyOf(request.model)
  const inference = writeInference(request, family, loss)
  const { fields, beside, instruction, answerTool } = writeTools(request, family, inference.thinks, loss)
  const { system, messages } = writeMessages(request, family, loss)
  if (instruction !== null) system.push({ text: instruction })
  const additionalModelRequestFields = { ...inference.beside, ...beside }
  const body = { messages, ...stated({ system, ...inference.fields, additionalModelRequestFields, ...fields }) }
  return { body, answerTool }
}
