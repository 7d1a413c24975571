// A neutral request in, the body of Bedrock's Converse out; what Converse cannot say is named. The model and whether to stream are
// the path's business.

import type { ChatRequest, JsonObject } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { familyOf } from './models.ts'
import { merged, writeInference } from './write-inference.ts'
import { writeMessages } from './write-messages.ts'
import { writeTools } from './write-tools.ts'

/** A body, and the tool whose arguments will be the answer's text, where the format had to be one. */
export interface ConverseRequest {
  readonly body: JsonObject
  readonly answerTool: string | null
}

/** Fields that Converse has nothing for, by the names that callers know them by; a penalty of 0 is none. */
const UNSAYABLE = [
  ['frequency_penalty', 'frequencyPenalty'],
  ['presence_penalty', 'presencePenalty'],
  ['logprobs', 'logprobs'],
  ['user', 'user'],
] as const

/** Source: AWS's API reference, `Converse`. */
export function writeRequest(request: ChatRequest, loss: Loss): ConverseRequest {
  for (const [name, field] of UNSAYABLE) if ((request[field] ?? 0) !== 0) loss.drop(name)
  if (request.seed !== null) loss.drop('seed')
  if (request.logprobs !== null && request.logprobs.top !== null) loss.drop('top_logprobs')
  if ((request.choices ?? 1) > 1) loss.drop('n')
  for (const [name, value] of Object.entries(request.extras)) if (value !== null) loss.drop(name)
  const family = familyOf(request.model)
  const { fields, thinks } = writeInference(request, family, loss)
  const { fields: tooling, beside, instruction, answerTool } = writeTools(request, family, thinks, loss)
  const { system, messages } = writeMessages(request, family, loss)
  if (instruction !== null) system.push({ text: instruction })
  const more = beside === null ? {} : { additionalModelRequestFields: beside }
  return {
    body: { messages, ...(system.length === 0 ? {} : { system }), ...merged([fields, tooling, more]) },
    answerTool,
  }
}
