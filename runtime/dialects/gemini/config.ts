// What is asked for besides the conversation -> `generationConfig`, `tools` and `toolConfig`. What Gemini has no field for is named.

import type { ChatRequest, Format, JsonObject, Tool } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'
import { thinkingConfig } from './thinking.ts'

/** Fields of the body beside `contents`. Source: `GenerationConfig` of ai.google.dev/api/generate-content, the same on Vertex AI. */
export function settings(request: ChatRequest, loss: Loss): JsonObject {
  const { format, logprobs, reasoning, tools, model } = request
  if (request.user !== null) loss.drop('user')
  if (request.parallelToolCalls === false) loss.drop('parallel_tool_calls')
  for (const name of Object.keys(request.extras)) loss.drop(name)
  const generationConfig = stated({
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    maxOutputTokens: request.maxTokens,
    stopSequences: request.stop,
    candidateCount: request.choices,
    seed: request.seed,
    presencePenalty: request.presencePenalty,
    frequencyPenalty: request.frequencyPenalty,
    responseLogprobs: logprobs === null ? null : true,
    // Zero is refused by Vertex AI, and says what leaving it out says.
    logprobs: logprobs?.top === 0 ? null : (logprobs?.top ?? null),
    responseMimeType: format === null ? null : 'application/json',
    responseJsonSchema: format?.kind === 'schema' ? answerSchema(format, loss) : null,
    thinkingConfig: reasoning === null ? null : thinkingConfig(reasoning, model, loss),
  })
  return stated({
    generationConfig,
    tools: tools.length === 0 ? null : [{ functionDeclarations: tools.map((tool) => declaration(tool, loss)) }],
    toolConfig: toolConfig(request, loss),
  })
}

/** The API takes JSON Schema whole and heeds the keywords that it knows; the format's name and description go into it, where there is room. */
function answerSchema({ name, description, schema }: Format & { kind: 'schema' }, loss: Loss): JsonObject {
  const wanted = stated({ title: name, description })
  // Beside a `$ref` nothing else may stand.
  const added = '$ref' in schema ? {} : wanted
  const whole = { ...added, ...schema }
  if (whole.title !== name) loss.drop('response_format.json_schema.name')
  if (description !== null && whole.description !== description) loss.drop('response_format.json_schema.description')
  return whole
}

function declaration({ name, description, parameters, strict, cacheControl }: Tool, loss: Loss): JsonObject {
  if (strict === true) loss.drop('tools.strict')
  if (cacheControl !== null) loss.drop('cache_control')
  return stated({ name, description, parametersJsonSchema: parameters })
}

/** Refused where there are no tools. */
function toolConfig({ toolChoice, tools }: ChatRequest, loss: Loss): JsonObject | null {
  if (toolChoice === null) return null
  if (tools.length === 0) {
    loss.drop('tool_choice')
    return null
  }
  const mode = { auto: 'AUTO', none: 'NONE', required: 'ANY', tool: 'ANY' }[toolChoice.kind]
  const only = toolChoice.kind === 'tool' ? { allowedFunctionNames: [toolChoice.name] } : {}
  return { functionCallingConfig: { mode, ...only } }
}
