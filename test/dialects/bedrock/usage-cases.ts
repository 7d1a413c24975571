// Usage as Bedrock says it, of Converse and of InvokeModel. Beside each cost: tokens × dollars per million tokens, in millionths of a dollar.

import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'

const row = 'aws-bedrock'
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
const METRICS = 'amazon-bedrock-invocationMetrics'
const converse = (usage: JsonObject): JsonObject => ({
  output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
  stopReason: 'end_turn',
  usage,
  metrics: { latencyMs: 1275 },
})

/** An event of InvokeModelWithResponseStream: the model's own is base64 in it. */
const chunk = (said: JsonObject): JsonObject => ({ bytes: btoa(JSON.stringify(said)), p: 'abcdefg' })

/** By what they show. */
export const cases: readonly UsageCase[] = [
  {
    name: 'Converse, whole and streamed',
    source: "AWS's API reference, Converse, ConverseStream",
    row,
    model: 'amazon.nova-lite-v1:0',
    whole: converse({ inputTokens: 125, outputTokens: 60, totalTokens: 185 }),
    events: [
      { role: 'assistant' },
      { contentBlockIndex: 0, delta: { text: 'the "usage" of words' } },
      { stopReason: 'end_turn' },
      { usage: { inputTokens: 125, outputTokens: 60, totalTokens: 185 }, metrics: { latencyMs: 1275 } },
    ],
    usage: used(125, 60),
    cost: 0.0000219, // 125 × 0.06 + 60 × 0.24 = 7.5 + 14.4
  },
  {
    name: 'a prompt written to the cache',
    source: "AWS's API reference, TokenUsage; an answer of Claude Haiku 4.5",
    row,
    model: HAIKU,
    whole: converse({
      cacheDetails: [{ inputTokens: 7502, ttl: '5m' }],
      cacheReadInputTokenCount: 0,
      cacheReadInputTokens: 0,
      cacheWriteInputTokenCount: 7502,
      cacheWriteInputTokens: 7502,
      inputTokens: 18,
      outputTokens: 386,
      serverToolUsage: {},
      totalTokens: 7906,
    }),
    usage: used(7520, 386, { cachedTokens: 0, cacheWriteTokens: 7502 }),
    cost: 0.01245805, // 18 × 1.1 + 7502 × 1.375 + 386 × 5.5 = 19.8 + 10315.25 + 2123
  },
  {
    name: 'the same prompt read from it',
    source: "AWS's API reference, TokenUsage; an answer of Claude Haiku 4.5",
    row,
    model: HAIKU,
    whole: converse({
      cacheReadInputTokenCount: 7502,
      cacheReadInputTokens: 7502,
      cacheWriteInputTokenCount: 0,
      cacheWriteInputTokens: 0,
      inputTokens: 18,
      outputTokens: 503,
      serverToolUsage: {},
      totalTokens: 8023,
    }),
    usage: used(7520, 503, { cachedTokens: 7502, cacheWriteTokens: 0 }),
    cost: 0.00361152, // 18 × 1.1 + 7502 × 0.11 + 503 × 5.5 = 19.8 + 825.22 + 2766.5
  },
  {
    name: 'writes of both kinds',
    source: "AWS's API reference, CacheDetail",
    row,
    model: 'global.anthropic.claude-opus-5-5',
    whole: converse({
      inputTokens: 20,
      outputTokens: 100,
      totalTokens: 6120,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 6000,
      cacheDetails: [
        { inputTokens: 5000, ttl: '1h' },
        { inputTokens: 1000, ttl: '5m' },
      ],
    }),
    usage: used(6020, 100, { cachedTokens: 0, cacheWriteTokens: 6000, cacheWriteHourTokens: 5000 }),
    cost: 0.04708, // 20 × 4 + 1000 × 5 + 5000 × 8 + 100 × 20 = 80 + 5000 + 40000 + 2000
  },
  {
    name: "InvokeModel of Claude, in Claude's words",
    source: "AWS's user guide, Anthropic Claude Messages API",
    row,
    model: HAIKU,
    whole: {
      id: 'msg_bdrk_01',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Hi' }],
      usage: { input_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 100 },
    },
    headers: {
      'x-amzn-bedrock-input-token-count': '10',
      'x-amzn-bedrock-output-token-count': '100',
      'x-amzn-bedrock-cache-read-input-token-count': '0',
      'x-amzn-bedrock-cache-write-input-token-count': '0',
    },
    usage: used(10, 100, { cachedTokens: 0, cacheWriteTokens: 0 }),
    cost: 0.000561, // 10 × 1.1 + 100 × 5.5 = 11 + 550
  },
  {
    name: 'a stream of InvokeModel of Claude',
    source: "AWS's user guide, Anthropic Claude Messages API, streamed",
    row,
    model: HAIKU,
    events: [
      chunk({
        type: 'message_start',
        message: {
          type: 'message',
          usage: { input_tokens: 3, cache_creation_input_tokens: 25037, cache_read_input_tokens: 0, output_tokens: 1 },
        },
      }),
      chunk({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'gr\u00f6\u00dfer' } }),
      chunk({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 13 } }),
      chunk({
        type: 'message_stop',
        [METRICS]: {
          inputTokenCount: 3,
          outputTokenCount: 13,
          invocationLatency: 3037,
          firstByteLatency: 2635,
          cacheReadInputTokenCount: 0,
          cacheWriteInputTokenCount: 25037,
        },
      }),
    ],
    usage: used(25040, 13, { cachedTokens: 0, cacheWriteTokens: 25037 }),
    cost: 0.034500675, // 3 × 1.1 + 25037 × 1.375 + 13 × 5.5 = 3.3 + 34425.875 + 71.5
  },
  {
    name: 'InvokeModel of a model whose body says nothing that is read',
    source: "AWS's API reference, InvokeModel; headers of an answer",
    row,
    model: 'meta.llama3-8b-instruct-v1:0',
    whole: { generation: 'Hi', prompt_token_count: 28, generation_token_count: 51, stop_reason: 'stop' },
    headers: {
      'x-amzn-bedrock-invocation-latency': '244',
      'x-amzn-bedrock-cache-write-input-token-count': '0',
      'x-amzn-bedrock-cache-read-input-token-count': '0',
      'x-amzn-bedrock-output-token-count': '51',
      'x-amzn-bedrock-input-token-count': '28',
    },
    usage: used(28, 51, { cachedTokens: 0, cacheWriteTokens: 0 }),
    cost: 0.000039, // 28 × 0.3 + 51 × 0.6 = 8.4 + 30.6
  },
  {
    name: 'a stream of InvokeModel of such a model',
    source: "AWS's user guide, Meta Llama models, streamed",
    row,
    model: 'us.meta.llama3-1-70b-instruct-v1:0',
    events: [
      chunk({ generation: 'Hi', prompt_token_count: 15, generation_token_count: 1, stop_reason: null }),
      chunk({
        generation: '',
        prompt_token_count: null,
        generation_token_count: 40,
        stop_reason: 'stop',
        [METRICS]: { inputTokenCount: 15, outputTokenCount: 40, invocationLatency: 853, firstByteLatency: 320 },
      }),
    ],
    usage: used(15, 40),
    cost: 0.0000396, // 15 × 0.72 + 40 × 0.72 = 10.8 + 28.8
  },
  {
    name: 'InvokeModel of Nova, in names of its own',
    source: "AWS's Nova user guide, Complete request schema",
    row,
    model: 'amazon.nova-lite-v1:0',
    whole: converse({
      inputTokens: 12,
      outputTokens: 40,
      totalTokens: 52,
      cacheReadInputTokenCount: 100,
      cacheWriteInputTokenCount: 0,
    }),
    usage: used(112, 40, { cachedTokens: 100, cacheWriteTokens: 0 }),
    cost: 0.00001182, // 12 × 0.06 + 100 × 0.015 + 40 × 0.24 = 0.72 + 1.5 + 9.6
  },
  {
    name: 'a stream of InvokeModel of Nova',
    source: "AWS's Nova user guide, Using the Invoke API, streamed",
    row,
    model: 'amazon.nova-lite-v1:0',
    events: [
      chunk({ contentBlockDelta: { delta: { text: 'Hi' }, contentBlockIndex: 0 } }),
      chunk({
        metadata: {
          usage: { inputTokens: 12, outputTokens: 40, cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 },
          metrics: {},
          trace: {},
        },
        [METRICS]: { inputTokenCount: 12, outputTokenCount: 40, invocationLatency: 900, firstByteLatency: 400 },
      }),
    ],
    usage: used(12, 40, { cachedTokens: 0, cacheWriteTokens: 0 }),
    cost: 0.00001032, // 12 × 0.06 + 40 × 0.24 = 0.72 + 9.6
  },
  {
    name: 'embeddings',
    source: "AWS's user guide, Amazon Titan Embeddings; InvokeModel's headers",
    row,
    model: 'amazon.titan-embed-text-v1',
    whole: { embedding: [0.25, -0.125], inputTextTokenCount: 7 },
    headers: { 'x-amzn-bedrock-input-token-count': '7', 'x-amzn-bedrock-invocation-latency': '120' },
    usage: used(7, 0),
    cost: 0.0000007, // 7 × 0.1
  },
  {
    name: 'headers with cached prompts',
    source: "AWS's API reference, InvokeModel",
    row,
    model: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
    headers: {
      'x-amzn-bedrock-input-token-count': '25',
      'x-amzn-bedrock-output-token-count': '15',
      'x-amzn-bedrock-cache-read-input-token-count': '10',
      'x-amzn-bedrock-cache-write-input-token-count': '5',
    },
    usage: used(40, 15, { cachedTokens: 10, cacheWriteTokens: 5 }),
    cost: 0.00032175, // 25 × 3 + 10 × 0.3 + 5 × 3.75 + 15 × 15 = 75 + 3 + 18.75 + 225
  },
]
