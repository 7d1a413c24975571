// What is asked for besides the conversation -> `generationConfig`, `tools` and `toolConfig`. What Gemini has no field for is named.

import type { ChatRequest, Format, JsonObject, Tool } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'
import { thinkingConfig } from './thinking.ts'

/** Fields of the body beside `contents`. Source: `GenerationConfig` of ai.google.dev/api/generate-content, the same on Vertex AI. */
export function settings(request: ChatRequest, loss: Loss): JsonObject {
  const { format, logprobs, reasoning, tools, toolChoice, user, parallelToolCalls, extras } = request
  const tool_choice = tools.length === 0 ? toolChoice : null
  unsaid({ user, parallel_tool_calls: parallelToolCalls === false || null, tool_choice, ...extras }, loss)
  return stated({
    generationConfig: stated({
      temperature: request.temperature,
      topP: request.topP,
      topK: request.topK,
      maxOutputTokens: request.maxTokens,
      stopSequences: request.stop,
      candidateCount: request.choices,
      seed: request.seed,
      presencePenalty: request.presencePenalty,
      frequencyPenalty: request.frequencyPenalty,
      responseLogprobs: logprobs && true,
      // Zero is refused by Vertex AI, and says what leaving it out says.
      logprobs: logprobs?.top || null,
      responseMimeType: format && 'application/json',
      responseJsonSchema: format?.kind === 'schema' ? answerSchema(format, loss) : null,
      thinkingConfig: reasoning && thinkingConfig(reasoning, request.model, loss),
    }),
    tools: tools.length === 0 ? null : [{ functionDeclarations: tools.map((tool) => declaration(tool, loss)) }],
    toolConfig: tools.length === 0 ? null : toolConfig(request),
  })
}

/** The API takes JSON Schema whole and heeds the keywords that it knows; the format's name and description go into it, where there is room. */
function answerSchema({ name, description, schema }: Format & { kind: 'schema' }, loss: Loss): JsonObject {
  // Beside a `$ref` nothing else may stand.
  const whole = '$ref' in schema ? schema : { title: name, ...stated({ description }), ...schema }
  const isSaid = { name: whole.title === name, description: whole.description === description }
  unsaid(
    {
      'response_format.json_schema.name': isSaid.name ? null : name,
      'response_format.json_schema.description': isSaid.description ? null : description,
    },
    loss,
  )
  return whole
}

function declaration({ name, description, parameters, strict, cacheControl }: Tool, loss: Loss): JsonObject {
  unsaid({ 'tools.strict': strict || null, cache_control: cacheControl }, loss)
  return stated({ name, description, parametersJsonSchema: parameters })
}

function toolConfig({ toolChoice }: ChatRequest): JsonObject | null {
  if (toolChoice === null) return null
  const mode = { auto: 'AUTO', none: 'NONE', required: 'ANY', tool: 'ANY' }[toolChoice.kind]
  const allowedFunctionNames = toolChoice.kind === 'tool' ? [toolChoice.name] : null
  return { functionCallingConfig: stated({ mode, allowedFunctionNames }) }
}
