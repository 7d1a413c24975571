// Usage as Workers AI says it, by its REST API and by its binding. Beside each cost: tokens × dollars per million tokens, in millionths of a
// dollar.

import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'

const row = 'workers-ai'
const LLAMA = '@cf/meta/llama-3.1-8b-instruct'
const SCHEMA = 'developers.cloudflare.com/workers-ai/models, output schemas'
const enveloped = (result: JsonObject): JsonObject => ({ result, success: true, errors: [], messages: [] })

/** By what they show. */
export const cases: readonly UsageCase[] = [
  {
    name: 'an answer of the REST API',
    source: SCHEMA,
    row,
    model: LLAMA,
    whole: enveloped({
      response: 'Hello, World!',
      tool_calls: [],
      usage: { prompt_tokens: 26, completion_tokens: 61, total_tokens: 87 },
    }),
    usage: used(26, 61),
    cost: 0.000057779, // 26 × 0.282 + 61 × 0.827 = 7.332 + 50.447
  },
  {
    name: 'an answer of the binding',
    source: SCHEMA,
    row,
    model: '@cf/qwen/qwq-32b',
    whole: { response: 'Hi', usage: { prompt_tokens: 40, completion_tokens: 200, total_tokens: 240 } },
    usage: used(40, 200),
    cost: 0.0002264, // 40 × 0.66 + 200 × 1 = 26.4 + 200
  },
  {
    name: 'a stream',
    source: 'developers.cloudflare.com/workers-ai/models, streaming output',
    row,
    model: LLAMA,
    events: [
      { response: 'Hello', p: 'user' },
      { response: ' there', p: 'user' },
      { response: '', usage: { prompt_tokens: 10, completion_tokens: 50, total_tokens: 60 } },
    ],
    usage: used(10, 50),
    cost: 0.00004417, // 10 × 0.282 + 50 × 0.827 = 2.82 + 41.35
  },
  {
    name: 'a stream that counts nothing at first',
    source: 'a stream of a model that speaks chat completions; neurons are what Cloudflare charges in',
    row,
    model: '@cf/zai-org/glm-4.7-flash',
    events: [
      { object: 'chat.completion.chunk', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      {
        object: 'chat.completion.chunk',
        choices: [],
        usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
      },
      { response: '', usage: { prompt_tokens: 57, completion_tokens: 28, total_tokens: 85, neurons: 10.47 } },
    ],
    usage: used(57, 28),
    cost: 0.00001462, // 57 × 0.06 + 28 × 0.4 = 3.42 + 11.2
  },
  {
    name: 'a chat completion in the envelope',
    source: SCHEMA,
    row,
    model: '@cf/qwen/qwen3-30b-a3b-fp8',
    whole: enveloped({
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 30, completion_tokens: 12, total_tokens: 42, prompt_tokens_details: null },
    }),
    usage: used(30, 12),
    cost: 0.00000555, // 30 × 0.051 + 12 × 0.335 = 1.53 + 4.02
  },
  {
    name: 'a cached prompt',
    source: 'developers.cloudflare.com/workers-ai, Prompt caching',
    row,
    model: '@cf/moonshotai/kimi-k2.5',
    whole: enveloped({
      object: 'chat.completion',
      choices: [],
      usage: {
        prompt_tokens: 1200,
        completion_tokens: 80,
        total_tokens: 1280,
        prompt_tokens_details: { cached_tokens: 1000 },
      },
    }),
    usage: used(1200, 80, { cachedTokens: 1000 }),
    cost: 0.00046, // 200 × 0.6 + 1000 × 0.1 + 80 × 3 = 120 + 100 + 240
  },
  {
    name: 'a response in the envelope',
    source: 'developers.cloudflare.com/workers-ai/models/gpt-oss-120b',
    row,
    model: '@cf/openai/gpt-oss-120b',
    whole: enveloped({
      id: 'resp_1',
      object: 'response',
      output: [],
      usage: {
        input_tokens: 79,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 50,
        output_tokens_details: { reasoning_tokens: 20 },
        total_tokens: 129,
      },
    }),
    usage: used(79, 50, { cachedTokens: 0, reasoningTokens: 20 }),
    cost: 0.00006515, // 79 × 0.35 + 50 × 0.75 = 27.65 + 37.5
  },
  {
    name: 'a stream of responses',
    source: 'developers.cloudflare.com/workers-ai/models/gpt-oss-20b',
    row,
    model: '@cf/openai/gpt-oss-20b',
    events: [
      { type: 'response.created', response: { object: 'response', usage: null } },
      {
        type: 'response.completed',
        response: { object: 'response', usage: { input_tokens: 70, output_tokens: 120, total_tokens: 190 } },
      },
    ],
    usage: used(70, 120),
    cost: 0.00005, // 70 × 0.2 + 120 × 0.3 = 14 + 36
  },
  {
    name: 'thoughts',
    source: 'developers.cloudflare.com/workers-ai/models/glm-4.7-flash',
    row,
    model: '@cf/zai-org/glm-4.7-flash',
    whole: enveloped({
      object: 'chat.completion',
      choices: [],
      usage: {
        prompt_tokens: 100,
        completion_tokens: 300,
        total_tokens: 400,
        completion_tokens_details: { reasoning_tokens: 250 },
      },
    }),
    usage: used(100, 300, { reasoningTokens: 250 }),
    cost: 0.000126, // 100 × 0.06 + 300 × 0.4 = 6 + 120
  },
  {
    name: 'embeddings',
    source: 'developers.cloudflare.com/workers-ai, OpenAI compatible API endpoints',
    row,
    model: '@cf/baai/bge-m3',
    whole: {
      object: 'list',
      data: [{ object: 'embedding', embedding: [0.0023], index: 0 }],
      usage: { prompt_tokens: 9, total_tokens: 9 },
    },
    usage: used(9, 0),
    cost: 0.000000108, // 9 × 0.012
  },
  {
    name: 'a transcript, which is charged by the minute',
    source: 'developers.cloudflare.com/workers-ai/models/whisper',
    row,
    model: '@cf/openai/whisper',
    whole: enveloped({ text: 'Hi', word_count: 1, words: [] }),
    usage: null,
    cost: null,
  },
]
