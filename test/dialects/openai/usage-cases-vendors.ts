// Usage as vendors with OpenAI's shape say it, each in its own way. Beside each cost: tokens × dollars per million tokens, in millionths of
// a dollar.

import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'

/** By vendor. */
export const vendorCases: readonly UsageCase[] = [
  {
    name: "Azure's first chunk has no choices",
    source: 'learn.microsoft.com, Azure OpenAI, content streaming',
    row: 'azure-openai',
    model: 'gpt-4o-mini',
    events: [
      { object: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] },
      { object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'A' } }], usage: null },
      {
        object: 'chat.completion.chunk',
        choices: [],
        usage: {
          prompt_tokens: 1030,
          completion_tokens: 20,
          total_tokens: 1050,
          prompt_tokens_details: { cached_tokens: 1024, audio_tokens: 0 },
        },
      },
    ],
    usage: used(1030, 20, { cachedTokens: 1024, inputAudioTokens: 0 }),
    cost: 0.0000897, // 6 × 0.15 + 1024 × 0.075 + 20 × 0.6 = 0.9 + 76.8 + 12
  },
  {
    name: "DeepSeek's hits and misses",
    source: 'api-docs.deepseek.com, Context Caching',
    row: 'deepseek',
    model: 'deepseek-chat',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 8537,
        completion_tokens: 1,
        total_tokens: 8538,
        prompt_cache_hit_tokens: 7936,
        prompt_cache_miss_tokens: 601,
      },
    },
    usage: used(8537, 1, { cachedTokens: 7936 }),
    cost: 0.00071889, // 601 × 0.27 + 7936 × 0.07 + 1 × 1.1 = 162.27 + 555.52 + 1.1
  },
  {
    name: "Groq's x_groq at a stream's end",
    source: 'the types of groq-sdk, ChatCompletionChunk.XGroq',
    row: 'groq',
    model: 'gemma2-9b-it',
    events: [
      { object: 'chat.completion.chunk', choices: [{ index: 0, delta: {} }], x_groq: { id: 'req_01jadadp' } },
      {
        object: 'chat.completion.chunk',
        choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'tool_calls' }],
        x_groq: {
          id: 'req_01jadadp',
          usage: {
            queue_time: 0.061348671,
            prompt_tokens: 18,
            prompt_time: 0.000211569,
            completion_tokens: 439,
            completion_time: 0.798181818,
            total_tokens: 457,
            total_time: 0.798393387,
          },
        },
      },
    ],
    usage: used(18, 439),
    cost: 0.0000914, // 18 × 0.2 + 439 × 0.2 = 3.6 + 87.8
  },
  {
    name: "Groq's cached prompt",
    source: 'console.groq.com/docs, Prompt Caching',
    row: 'groq',
    model: 'moonshotai/kimi-k2-instruct-0905',
    whole: {
      object: 'chat.completion',
      usage: {
        queue_time: 0.026959759,
        prompt_tokens: 4641,
        prompt_time: 0.009995497,
        completion_tokens: 1817,
        completion_time: 5.57691751,
        total_tokens: 6458,
        total_time: 5.586913007,
        prompt_tokens_details: { cached_tokens: 4608 },
      },
      x_groq: { id: 'req_01kwwpd7' },
    },
    usage: used(4641, 1817, { cachedTokens: 4608 }),
    cost: 0.007788, // 33 × 1 + 4608 × 0.5 + 1817 × 3 = 33 + 2304 + 5451
  },
  {
    name: 'Mistral',
    source: "Mistral's API reference, Chat Completion; its SDK's UsageInfo",
    row: 'mistral',
    model: 'mistral-small-latest',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 16,
        completion_tokens: 34,
        total_tokens: 50,
        prompt_audio_seconds: null,
        prompt_token_details: { cached_tokens: 0 },
      },
    },
    usage: used(16, 34, { cachedTokens: 0 }),
    cost: 0.0000118, // 16 × 0.1 + 34 × 0.3 = 1.6 + 10.2
  },
  {
    name: "Mistral's other names",
    source: 'the types of @mistralai/mistralai, UsageInfoDollarDefs',
    row: 'mistral',
    model: 'mistral-large-latest',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 100,
        completion_tokens: 10,
        total_tokens: 110,
        num_cached_tokens: 64,
      },
    },
    usage: used(100, 10, { cachedTokens: 64 }),
    cost: 0.00026, // 100 × 2 + 10 × 6 = 200 + 60: cached ones have no price of their own
  },
  {
    name: "Moonshot's usage in the choice",
    source: 'platform.moonshot.ai, Chat API, streamed',
    row: 'custom openai',
    model: 'kimi-k2-0905-preview',
    events: [
      {
        object: 'chat.completion.chunk',
        choices: [
          {
            index: 0,
            delta: {},
            finish_reason: 'stop',
            usage: { prompt_tokens: 19, completion_tokens: 13, total_tokens: 32, cached_tokens: 8 },
          },
        ],
      },
    ],
    usage: used(19, 13, { cachedTokens: 8 }),
    cost: null,
  },
  {
    name: "xAI's thoughts, which stand beside the completion",
    source: 'docs.x.ai, Reasoning',
    row: 'grok',
    model: 'grok-3-mini',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 32,
        completion_tokens: 9,
        total_tokens: 135,
        prompt_tokens_details: { text_tokens: 32, audio_tokens: 0, image_tokens: 0, cached_tokens: 6 },
        completion_tokens_details: { reasoning_tokens: 94, audio_tokens: 0 },
      },
    },
    usage: used(32, 103, {
      cachedTokens: 6,
      reasoningTokens: 94,
      inputAudioTokens: 0,
      inputImageTokens: 0,
      outputAudioTokens: 0,
    }),
    cost: 0.00005975, // 26 × 0.3 + 6 × 0.075 + 103 × 0.5 = 7.8 + 0.45 + 51.5
  },
  {
    name: "xAI's thoughts, fewer than the words",
    source: 'docs.x.ai, Reasoning: total_tokens has all three',
    row: 'grok',
    model: 'grok-3-mini',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 41,
        completion_tokens: 104,
        total_tokens: 205,
        completion_tokens_details: { reasoning_tokens: 60 },
      },
    },
    usage: used(41, 164, { reasoningTokens: 60 }),
    cost: 0.0000943, // 41 × 0.3 + 164 × 0.5 = 12.3 + 82
  },
  {
    name: 'Fireworks',
    source: 'docs.fireworks.ai, Prompt caching',
    row: 'fireworks',
    model: 'accounts/fireworks/models/gpt-oss-120b',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 1500,
        total_tokens: 1600,
        completion_tokens: 100,
        prompt_tokens_details: { cached_tokens: 1024 },
      },
    },
    usage: used(1500, 100, { cachedTokens: 1024 }),
    cost: 0.000145736, // 476 × 0.15 + 1024 × 0.014 + 100 × 0.6 = 71.4 + 14.336 + 60
  },
  {
    name: 'Cerebras',
    source: 'inference-docs.cerebras.ai, Chat Completions',
    row: 'cerebras',
    model: 'gpt-oss-120b',
    events: [
      { object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'Hi' } }] },
      {
        object: 'chat.completion.chunk',
        choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
        usage: { prompt_tokens: 72, completion_tokens: 45, total_tokens: 117 },
        time_info: { queue_time: 0.0002, prompt_time: 0.0034, completion_time: 0.018, total_time: 0.02 },
      },
    ],
    usage: used(72, 45),
    cost: 0.00005895, // 72 × 0.35 + 45 × 0.75 = 25.2 + 33.75
  },
]
