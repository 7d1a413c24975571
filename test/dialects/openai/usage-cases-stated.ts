// Usage of vendors with OpenAI's shape whose answers say what they cost. Beside each cost: what the list comes to, in millionths of a dollar.

import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'

/** By vendor. */
export const statedCases: readonly UsageCase[] = [
  {
    name: "xAI's images, which have a cost and no tokens",
    source: 'docs.x.ai, Image Generations',
    row: 'grok',
    model: 'grok-imagine-image',
    whole: { data: [{ b64_json: 'Zm9v' }, { b64_json: 'YmFy' }], usage: { cost_in_usd_ticks: 400000000 } },
    usage: used(0, 0, { statedCost: 0.04 }),
    cost: 0.04, // as said: two images
  },
  {
    name: "xAI's cost in ticks",
    source: 'docs.x.ai, Consumption and Rate Limits',
    row: 'grok',
    model: 'grok-4-fast',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 199,
        completion_tokens: 1,
        total_tokens: 200,
        prompt_tokens_details: { text_tokens: 199, audio_tokens: 0, image_tokens: 0, cached_tokens: 163 },
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
        num_sources_used: 0,
        cost_in_usd_ticks: 158500,
      },
    },
    usage: used(199, 1, {
      cachedTokens: 163,
      reasoningTokens: 0,
      inputAudioTokens: 0,
      inputImageTokens: 0,
      outputAudioTokens: 0,
      statedCost: 0.00001585,
    }),
    cost: 0.00001585, // as said; 36 × 0.2 + 163 × 0.05 + 1 × 0.5 = 7.2 + 8.15 + 0.5 is the same
  },
  {
    name: "OpenRouter's cost",
    source: 'openrouter.ai/docs, Usage Accounting; an answer of x-ai/grok-4.6',
    row: 'openrouter',
    model: 'x-ai/grok-4.6',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 26930,
        completion_tokens: 6451,
        total_tokens: 33381,
        cost: 0.092374,
        is_byok: false,
        prompt_tokens_details: { cached_tokens: 128, cache_write_tokens: 0, audio_tokens: 0, video_tokens: 0 },
        cost_details: { upstream_inference_cost: 0.092374, upstream_inference_prompt_cost: 0.053668 },
        completion_tokens_details: { reasoning_tokens: 4886, image_tokens: 0, audio_tokens: 0 },
      },
    },
    usage: used(26930, 6451, {
      cachedTokens: 128,
      cacheWriteTokens: 0,
      reasoningTokens: 4886,
      inputAudioTokens: 0,
      outputAudioTokens: 0,
      outputImageTokens: 0,
      statedCost: 0.092374,
    }),
    cost: 0.092374, // as said; 26802 × 2 + 128 × 0.5 + 6451 × 6 = 53604 + 64 + 38706 is the same
  },
  {
    name: "OpenRouter's fee on a key of the caller's own",
    source: 'openrouter.ai/docs, Usage Accounting, Cost Breakdown',
    row: 'openrouter',
    model: 'openai/gpt-4o',
    events: [
      { object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'Hi' } }] },
      {
        object: 'chat.completion.chunk',
        choices: [],
        usage: {
          completion_tokens: 2,
          completion_tokens_details: { reasoning_tokens: 0 },
          cost: 0.95,
          is_byok: true,
          cost_details: { upstream_inference_cost: 19 },
          prompt_tokens: 194,
          prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 100, audio_tokens: 0 },
          total_tokens: 196,
        },
      },
    ],
    usage: used(194, 2, {
      cachedTokens: 0,
      cacheWriteTokens: 100,
      reasoningTokens: 0,
      inputAudioTokens: 0,
      statedCost: 19.95,
    }),
    cost: 19.95, // as said: 0.95 to OpenRouter, 19 to the vendor
  },
  {
    name: "Perplexity's cost",
    source: 'docs.perplexity.ai, Chat Completions',
    row: 'perplexity-ai',
    model: 'sonar-pro',
    whole: {
      object: 'chat.completion',
      usage: {
        completion_tokens: 2681,
        cost: { input_tokens_cost: 0.00007, output_tokens_cost: 0.04022, total_cost: 0.04629, request_cost: 0.006 },
        prompt_tokens: 24,
        total_tokens: 2705,
        citation_tokens: null,
        num_search_queries: null,
        reasoning_tokens: null,
        search_context_size: 'low',
      },
    },
    usage: used(24, 2681, { statedCost: 0.04629 }),
    cost: 0.04629, // as said: 0.00007 + 0.04022 + 0.006 for the request
  },
  {
    name: "Perplexity's deep research, whose thoughts no total has",
    source: 'docs.perplexity.ai, Pricing, Sonar Deep Research',
    row: 'perplexity-ai',
    model: 'sonar-deep-research',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 33,
        completion_tokens: 11395,
        total_tokens: 11428,
        citation_tokens: 19028,
        num_search_queries: 21,
        reasoning_tokens: 193947,
        cost: { output_tokens_cost: 0.091, reasoning_tokens_cost: 0.582, total_cost: 0.816 },
      },
    },
    usage: used(33, 205_342, { reasoningTokens: 193947, webSearches: 21, statedCost: 0.816 }),
    cost: 0.816, // as said; 11395 × 8 = 91160 and 193947 × 3 = 581841 of it are the answer and the thoughts
  },
]
