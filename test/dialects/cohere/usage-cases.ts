// Usage as Cohere says it. Beside each cost: tokens × dollars per million tokens, in millionths of a dollar. Charged are the billed ones.

import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'

const row = 'cohere'

/** By what they show. */
export const cases: readonly UsageCase[] = [
  {
    name: 'a chat: billed is less than what the model took',
    source: 'https://docs.cohere.com/reference/chat',
    row,
    model: 'command-a-03-2025',
    whole: {
      id: 'c14c80c3',
      finish_reason: 'COMPLETE',
      message: { role: 'assistant', content: [{ type: 'text', text: 'LLMs stand for Large Language Models' }] },
      usage: {
        billed_units: { input_tokens: 5, output_tokens: 418 },
        tokens: { input_tokens: 71, output_tokens: 418 },
      },
    },
    usage: used(5, 418),
    cost: 0.0041925, // 5 × 2.5 + 418 × 10 = 12.5 + 4180
  },
  {
    name: 'a stream, whose end counts',
    source: 'https://docs.cohere.com/reference/chat-stream',
    row,
    model: 'command-r-plus-08-2024',
    events: [
      { type: 'message-start', id: '29f14a5a', delta: { message: { role: 'assistant' } } },
      { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Hi' } } } },
      {
        type: 'message-end',
        delta: {
          finish_reason: 'COMPLETE',
          usage: {
            billed_units: { input_tokens: 9, output_tokens: 18 },
            tokens: { input_tokens: 75, output_tokens: 20 },
          },
        },
      },
    ],
    usage: used(9, 18),
    cost: 0.0002025, // 9 × 2.5 + 18 × 10 = 22.5 + 180
  },
  {
    name: 'tools',
    source: 'https://docs.cohere.com/v2/docs/tool-use-overview',
    row,
    model: 'command-r-plus-08-2024',
    whole: {
      finish_reason: 'TOOL_CALL',
      message: { role: 'assistant', tool_plan: 'I will search.', tool_calls: [{ id: 'search_1' }] },
      usage: {
        billed_units: { input_tokens: 127, output_tokens: 49 },
        tokens: { input_tokens: 1053, output_tokens: 81 },
      },
    },
    usage: used(127, 49),
    cost: 0.0008075, // 127 × 2.5 + 49 × 10 = 317.5 + 490
  },
  {
    name: 'a cached prompt: of all that it took, of which less is billed',
    source: 'the types of cohere-ai, Usage.cachedTokens',
    row,
    model: 'command-a-03-2025',
    whole: {
      finish_reason: 'COMPLETE',
      usage: {
        billed_units: { input_tokens: 50, output_tokens: 8 },
        tokens: { input_tokens: 116, output_tokens: 10 },
        cached_tokens: 64,
      },
    },
    usage: used(50, 8, { cachedTokens: 50 }),
    cost: 0.000205, // 50 × 2.5 + 8 × 10 = 125 + 80: cached ones have no price of their own
  },
  {
    name: 'an answer that says only what the model took',
    source: 'the types of cohere-ai, Usage',
    row,
    model: 'command-r7b-12-2024',
    whole: { finish_reason: 'COMPLETE', usage: { tokens: { input_tokens: 100, output_tokens: 20 } } },
    usage: used(100, 20),
    cost: 0.00000675, // 100 × 0.0375 + 20 × 0.15 = 3.75 + 3
  },
  {
    name: 'numbers with a fraction, as its API has them',
    source: 'https://docs.cohere.com/reference/chat: they are doubles',
    row,
    model: 'command-r-08-2024',
    whole: { finish_reason: 'COMPLETE', usage: { billed_units: { input_tokens: 9.6, output_tokens: 18.0 } } },
    usage: used(10, 18),
    cost: 0.0000123, // 10 × 0.15 + 18 × 0.6 = 1.5 + 10.8
  },
  {
    name: "the first version's chat",
    source: 'https://docs.cohere.com/v1/reference/chat',
    row,
    model: 'command-r-08-2024',
    whole: {
      text: 'Hi',
      generation_id: 'gen-1',
      finish_reason: 'COMPLETE',
      meta: {
        api_version: { version: '1' },
        billed_units: { input_tokens: 10, output_tokens: 5 },
        tokens: { input_tokens: 66, output_tokens: 5 },
      },
    },
    usage: used(10, 5),
    cost: 0.0000045, // 10 × 0.15 + 5 × 0.6 = 1.5 + 3
  },
  {
    name: "the first version's stream",
    source: 'https://docs.cohere.com/v1/reference/chat-stream',
    row,
    model: 'command-light',
    events: [
      { is_finished: false, event_type: 'stream-start', generation_id: 'gen-1' },
      { is_finished: false, event_type: 'text-generation', text: 'Hi' },
      {
        is_finished: true,
        event_type: 'stream-end',
        finish_reason: 'COMPLETE',
        response: {
          text: 'Hi',
          meta: { api_version: { version: '1' }, billed_units: { input_tokens: 4, output_tokens: 20 } },
        },
      },
    ],
    usage: used(4, 20),
    cost: 0.0000132, // 4 × 0.3 + 20 × 0.6 = 1.2 + 12
  },
  {
    name: 'embeddings',
    source: 'https://docs.cohere.com/reference/embed',
    row,
    model: 'embed-v4.0',
    whole: {
      id: 'da6e531f',
      texts: ['hello', 'goodbye'],
      embeddings: { float: [[0.016296387], [-0.008354187]] },
      meta: { api_version: { version: '2' }, billed_units: { input_tokens: 2, image_tokens: 0 } },
      response_type: 'embeddings_by_type',
    },
    usage: used(2, 0, { inputImageTokens: 0 }),
    cost: 0.00000024, // 2 × 0.12
  },
  {
    name: 'embeddings of an image',
    source: 'https://docs.cohere.com/reference/embed, billed_units.image_tokens',
    row,
    model: 'embed-v4.0',
    whole: {
      id: '5807ee2e',
      embeddings: { float: [[-0.007247925]] },
      images: [{ width: 400, height: 400, format: 'jpeg', bit_depth: 24 }],
      meta: { api_version: { version: '2' }, billed_units: { images: 1, image_tokens: 1000 } },
    },
    usage: used(1000, 0, { inputImageTokens: 1000 }),
    cost: 0.00012, // 1000 × 0.12
  },
  {
    name: 'a search, which is billed by the piece',
    source: 'https://docs.cohere.com/reference/rerank',
    row,
    model: 'rerank-v3.5',
    whole: {
      results: [{ index: 3, relevance_score: 0.999071 }],
      meta: { api_version: { version: '2' }, billed_units: { search_units: 1 } },
    },
    usage: null,
    cost: null,
  },
]
