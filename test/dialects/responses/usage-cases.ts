// Usage as the Responses API says it. Beside each cost: tokens × dollars per million tokens, in millionths of a dollar.

import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'

/** A whole response, and the stream that comes to the same: `response.created` and most others have `usage: null`. */
function said(usage: JsonObject, status = 'completed'): Pick<UsageCase, 'whole' | 'events'> {
  const response = { id: 'resp_67ccd2be', object: 'response', status, output: [] }
  return {
    whole: { ...response, usage },
    events: [
      { type: 'response.created', sequence_number: 0, response: { ...response, status: 'in_progress', usage: null } },
      { type: 'response.output_text.delta', sequence_number: 1, delta: 'the "usage" of words' },
      { type: `response.${status}`, sequence_number: 2, response: { ...response, usage } },
    ],
  }
}

/** By what they show. */
export const cases: readonly UsageCase[] = [
  {
    name: 'a response',
    source: "OpenAI's API reference, Create a model response",
    row: 'openai',
    model: 'gpt-4.1',
    ...said({
      input_tokens: 36,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 87,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 123,
    }),
    usage: used(36, 87, { cachedTokens: 0, reasoningTokens: 0 }),
    cost: 0.000768, // 36 × 2 + 87 × 8 = 72 + 696
  },
  {
    name: 'thoughts',
    source: "OpenAI's guide, Reasoning models",
    row: 'openai',
    model: 'o4-mini',
    ...said({
      input_tokens: 75,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 1186,
      output_tokens_details: { reasoning_tokens: 1024 },
      total_tokens: 1261,
    }),
    usage: used(75, 1186, { cachedTokens: 0, reasoningTokens: 1024 }),
    cost: 0.0053009, // 75 × 1.1 + 1186 × 4.4 = 82.5 + 5218.4
  },
  {
    name: 'a cached prompt',
    source: "OpenAI's guide, Prompt caching",
    row: 'openai',
    model: 'gpt-5',
    ...said({
      input_tokens: 2006,
      input_tokens_details: { cached_tokens: 1920 },
      output_tokens: 300,
      output_tokens_details: { reasoning_tokens: 192 },
      total_tokens: 2306,
    }),
    usage: used(2006, 300, { cachedTokens: 1920, reasoningTokens: 192 }),
    cost: 0.0033475, // 86 × 1.25 + 1920 × 0.125 + 300 × 10 = 107.5 + 240 + 3000
  },
  {
    name: 'a prompt written to the cache',
    source: 'the types of the openai package, ResponseUsage.InputTokensDetails',
    row: 'openai',
    model: 'gpt-5.6-luna',
    ...said({
      input_tokens: 2600,
      input_tokens_details: {
        cached_tokens: 2000,
        cache_write_tokens: 400,
        cache_write_tokens_details: { ttl_30m_tokens: 400, ttl_12h_tokens: 0 },
      },
      output_tokens: 100,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 2700,
    }),
    usage: used(2600, 100, { cachedTokens: 2000, cacheWriteTokens: 400, reasoningTokens: 0 }),
    cost: 0.0003, // 200 × 0.2 + 2000 × 0.02 + 400 × 0.25 + 100 × 1.2 = 40 + 40 + 100 + 120
  },
  {
    name: 'a response that was cut short',
    source: "OpenAI's API reference, response.incomplete",
    row: 'openai',
    model: 'gpt-5-mini',
    ...said(
      {
        input_tokens: 30,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 16,
        output_tokens_details: { reasoning_tokens: 16 },
        total_tokens: 46,
      },
      'incomplete',
    ),
    usage: used(30, 16, { cachedTokens: 0, reasoningTokens: 16 }),
    cost: 0.0000395, // 30 × 0.25 + 16 × 2 = 7.5 + 32
  },
  {
    name: 'a response that failed on its way',
    source: "OpenAI's API reference, response.failed",
    row: 'openai',
    model: 'gpt-4o',
    ...said({ input_tokens: 10, output_tokens: 3, total_tokens: 13 }, 'failed'),
    usage: used(10, 3),
    cost: 0.000055, // 10 × 2.5 + 3 × 10 = 25 + 30
  },
  {
    name: "xAI's",
    source: 'docs.x.ai, Responses API; an answer of grok-4.3',
    row: 'grok',
    model: 'grok-4.3',
    ...said({
      input_tokens: 35683,
      input_tokens_details: { cached_tokens: 832 },
      output_tokens: 1176,
      output_tokens_details: { reasoning_tokens: 731 },
      total_tokens: 36859,
      num_sources_used: 0,
      num_server_side_tools_used: 0,
      cost_in_usd_ticks: 466701500,
      context_details: { input_tokens: 35683, output_tokens: 1177 },
    }),
    usage: used(35683, 1176, { cachedTokens: 832, reasoningTokens: 731, statedCost: 0.04667015 }),
    cost: 0.04667015, // as said; 34851 × 1.25 + 832 × 0.2 + 1176 × 2.5 = 43563.75 + 166.4 + 2940 is the same
  },
  {
    name: "Groq's",
    source: 'console.groq.com/docs, Responses API',
    row: 'groq',
    model: 'openai/gpt-oss-120b',
    ...said({
      input_tokens: 82,
      input_tokens_details: { cached_tokens: 64, reasoning_tokens: 0 },
      output_tokens: 266,
      output_tokens_details: { cached_tokens: 0, reasoning_tokens: 165 },
      total_tokens: 348,
    }),
    usage: used(82, 266, { cachedTokens: 64, reasoningTokens: 165 }),
    cost: 0.0001671, // 18 × 0.15 + 64 × 0.075 + 266 × 0.6 = 2.7 + 4.8 + 159.6
  },
  {
    name: "Azure's",
    source: 'learn.microsoft.com, Azure OpenAI Responses API',
    row: 'azure-openai',
    model: 'gpt-4o',
    ...said({
      input_tokens: 17,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 36,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 53,
    }),
    usage: used(17, 36, { cachedTokens: 0, reasoningTokens: 0 }),
    cost: 0.0004025, // 17 × 2.5 + 36 × 10 = 42.5 + 360
  },
  {
    name: "OpenRouter's",
    source: 'openrouter.ai/docs, Responses API',
    row: 'openrouter',
    model: 'openai/gpt-5.6-luna',
    ...said({
      input_tokens: 25,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 7,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 32,
      cost: 0.0000134,
      is_byok: false,
      cost_details: { upstream_inference_cost: 0.0000134 },
    }),
    usage: used(25, 7, { cachedTokens: 0, reasoningTokens: 0, statedCost: 0.0000134 }),
    cost: 0.0000134, // as said; 25 × 0.2 + 7 × 1.2 = 5 + 8.4 is the same
  },
  {
    name: 'an answer of a realtime session',
    source: "OpenAI's API reference, Realtime, response.done",
    row: 'openai',
    model: 'gpt-realtime',
    events: [
      {
        type: 'response.done',
        response: {
          object: 'realtime.response',
          status: 'completed',
          usage: {
            total_tokens: 253,
            input_tokens: 132,
            output_tokens: 121,
            input_token_details: {
              text_tokens: 119,
              audio_tokens: 13,
              cached_tokens: 64,
              cached_tokens_details: { text_tokens: 64, audio_tokens: 0 },
            },
            output_token_details: { text_tokens: 30, audio_tokens: 91 },
          },
        },
      },
    ],
    usage: used(132, 121, { cachedTokens: 64, inputAudioTokens: 13, cachedAudioTokens: 0, outputAudioTokens: 91 }),
    cost: 0.0069656, // 55 × 4 + 64 × 0.4 + 13 × 32 + 30 × 16 + 91 × 64 = 220 + 25.6 + 416 + 480 + 5824
  },
]
