// Usage as Anthropic's Messages API says it. Beside each cost: tokens × dollars per million tokens, in millionths of a dollar.

import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'

const row = 'anthropic'
const whole = (usage: JsonObject): JsonObject => ({
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  content: [],
  usage,
})

/** A stream: what is known when it begins, and what at its end. */
const streamed = (start: JsonObject, end: JsonObject): JsonObject[] => [
  { type: 'message_start', message: { ...whole(start), stop_reason: null } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'the "usage" of words' } },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: end },
  { type: 'message_stop' },
]

/** By what they show. */
export const cases: readonly UsageCase[] = [
  {
    name: 'a message',
    source: "Anthropic's API reference, Create a Message",
    row,
    model: 'claude-sonnet-4-5-20250929',
    whole: whole({ input_tokens: 2095, output_tokens: 503 }),
    usage: used(2095, 503),
    cost: 0.01383, // 2095 × 3 + 503 × 15 = 6285 + 7545
  },
  {
    name: 'a stream, which counts from the beginning each time',
    source: "Anthropic's documentation, Streaming Messages, Basic streaming request",
    row,
    model: 'claude-sonnet-4-5-20250929',
    whole: whole({ input_tokens: 25, output_tokens: 15 }),
    events: streamed({ input_tokens: 25, output_tokens: 1 }, { output_tokens: 15 }),
    usage: used(25, 15),
    cost: 0.0003, // 25 × 3 + 15 × 15 = 75 + 225
  },
  {
    name: 'a prompt written to the cache',
    source: "Anthropic's documentation, Prompt caching",
    row,
    model: 'claude-opus-4-1-20250805',
    whole: whole({
      input_tokens: 50,
      cache_creation_input_tokens: 188086,
      cache_read_input_tokens: 0,
      output_tokens: 393,
    }),
    usage: used(188136, 393, { cachedTokens: 0, cacheWriteTokens: 188086 }),
    cost: 3.5568375, // 50 × 15 + 188086 × 18.75 + 393 × 75 = 750 + 3526612.5 + 29475
  },
  {
    name: 'the same prompt read from it',
    source: "Anthropic's documentation, Prompt caching",
    row,
    model: 'claude-opus-4-1-20250805',
    whole: whole({
      input_tokens: 50,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 188086,
      output_tokens: 393,
    }),
    usage: used(188136, 393, { cachedTokens: 188086, cacheWriteTokens: 0 }),
    cost: 0.312354, // 50 × 15 + 188086 × 1.5 + 393 × 75 = 750 + 282129 + 29475
  },
  {
    name: 'a prompt written for an hour',
    source: "Anthropic's documentation, Prompt caching, 1-hour cache duration",
    row,
    model: 'claude-sonnet-4-5-20250929',
    whole: whole({
      input_tokens: 2,
      cache_creation_input_tokens: 31874,
      cache_read_input_tokens: 4862,
      cache_creation: { ephemeral_1h_input_tokens: 31874, ephemeral_5m_input_tokens: 0 },
      output_tokens: 212,
      service_tier: 'standard',
    }),
    usage: used(36738, 212, { cachedTokens: 4862, cacheWriteTokens: 31874, cacheWriteHourTokens: 31874 }),
    cost: 0.1958886, // 2 × 3 + 4862 × 0.3 + 31874 × 6 + 212 × 15 = 6 + 1458.6 + 191244 + 3180
  },
  {
    name: 'writes of both kinds',
    source: "Anthropic's documentation, Prompt caching, Mixing different TTLs",
    row,
    model: 'claude-sonnet-4-6',
    whole: whole({
      input_tokens: 10,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 600 },
      output_tokens: 50,
    }),
    events: streamed(
      {
        input_tokens: 10,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 1000,
        cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 600 },
        output_tokens: 2,
      },
      { input_tokens: 10, cache_read_input_tokens: 0, cache_creation_input_tokens: 1000, output_tokens: 50 },
    ),
    usage: used(1010, 50, { cachedTokens: 0, cacheWriteTokens: 1000, cacheWriteHourTokens: 600 }),
    cost: 0.00588, // 10 × 3 + 400 × 3.75 + 600 × 6 + 50 × 15 = 30 + 1500 + 3600 + 750
  },
  {
    name: 'writes whose sum is not said',
    source: 'the types of @anthropic-ai/sdk, Usage: each of these may be null',
    row,
    model: 'claude-haiku-4-5-20251001',
    whole: whole({
      input_tokens: 10,
      cache_creation_input_tokens: null,
      cache_creation: { ephemeral_5m_input_tokens: 7, ephemeral_1h_input_tokens: 3 },
      output_tokens: 1,
    }),
    usage: used(20, 1, { cacheWriteTokens: 10, cacheWriteHourTokens: 3 }),
    cost: 0.00002975, // 10 × 1 + 7 × 1.25 + 3 × 2 + 1 × 5 = 10 + 8.75 + 6 + 5
  },
  {
    name: 'thoughts',
    source: 'the types of @anthropic-ai/sdk, OutputTokensDetails',
    row,
    model: 'claude-haiku-4-5-20251001',
    whole: whole({ input_tokens: 60, output_tokens: 700, output_tokens_details: { thinking_tokens: 512 } }),
    events: streamed(
      { input_tokens: 60, output_tokens: 4, output_tokens_details: null },
      { input_tokens: 60, output_tokens: 700, output_tokens_details: { thinking_tokens: 512 } },
    ),
    usage: used(60, 700, { reasoningTokens: 512 }),
    cost: 0.00356, // 60 × 1 + 700 × 5 = 60 + 3500
  },
  {
    name: 'a search, whose results are prompt that the start did not know of',
    source: "Anthropic's documentation, Streaming Messages, Streaming request with web search tool use",
    row,
    model: 'claude-sonnet-4-5-20250929',
    events: streamed(
      { input_tokens: 2679, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 3 },
      {
        input_tokens: 10682,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 510,
        server_tool_use: { web_search_requests: 1 },
      },
    ),
    usage: used(10682, 510, { cachedTokens: 0, cacheWriteTokens: 0, webSearches: 1 }),
    cost: 0.049696, // 10682 × 3 + 510 × 15 + a search of 10000 = 32046 + 7650 + 10000
  },
  {
    name: 'a stream whose end says nothing of its cached prompt',
    source: "Anthropic's documentation, Streaming Messages",
    row,
    model: 'claude-haiku-4-5-20251001',
    events: streamed(
      { input_tokens: 3, cache_creation_input_tokens: 0, cache_read_input_tokens: 25037, output_tokens: 1 },
      { output_tokens: 13 },
    ),
    usage: used(25040, 13, { cachedTokens: 25037, cacheWriteTokens: 0 }),
    cost: 0.0025717, // 3 × 1 + 25037 × 0.1 + 13 × 5 = 3 + 2503.7 + 65
  },
  {
    name: 'a conversation that was summarized to make room',
    source: "Anthropic's documentation, Compaction, Understanding usage",
    row,
    model: 'claude-opus-4-6',
    whole: whole({
      input_tokens: 23000,
      output_tokens: 1000,
      iterations: [
        { type: 'compaction', input_tokens: 180000, output_tokens: 3500 },
        { type: 'message', input_tokens: 23000, output_tokens: 1000 },
      ],
    }),
    usage: used(203_000, 4500),
    cost: 1.1275, // 203000 × 5 + 4500 × 25 = 1015000 + 112500
  },
  {
    name: 'a long prompt, which costs more',
    source: "Anthropic's documentation, Pricing, Long context pricing",
    row,
    model: 'claude-sonnet-4-5-20250929',
    whole: whole({
      input_tokens: 3,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 210_000,
      output_tokens: 10,
    }),
    usage: used(210_003, 10, { cachedTokens: 210_000, cacheWriteTokens: 0 }),
    cost: 0.126243, // 3 × 6 + 210000 × 0.6 + 10 × 22.5 = 18 + 126000 + 225
  },
  {
    name: "DeepSeek's API of this shape",
    source: 'api-docs.deepseek.com, Anthropic API',
    row: 'deepseek',
    model: 'deepseek-v4-pro',
    whole: whole({ input_tokens: 13, cache_read_input_tokens: 128, output_tokens: 20 }),
    usage: used(141, 20, { cachedTokens: 128 }),
    cost: 0.000050996, // 13 × 0.66 + 128 × 0.022 + 20 × 1.98 = 8.58 + 2.816 + 39.6
  },
  {
    name: "Vertex AI's rawPredict",
    source: 'cloud.google.com, Use Claude models',
    row: 'google-vertex-ai',
    model: 'claude-sonnet-4-5@20250929',
    whole: whole({ input_tokens: 21, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 305 }),
    usage: used(21, 305, { cachedTokens: 0, cacheWriteTokens: 0 }),
    cost: 0.004638, // 21 × 3 + 305 × 15 = 63 + 4575
  },
]
