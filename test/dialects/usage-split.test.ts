// Usage that a stream tells in its order is what the whole answer would have told, whatever the counts.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../runtime/dialects/chat.ts'
import type { TokenUsage } from '../../runtime/logs/token-usage.ts'
import { usageReaders } from './usage-cases.ts'

/** How a dialect tells the same counts in both ways. */
interface Way {
  readonly usage: fc.Arbitrary<JsonObject>
  readonly whole: (usage: JsonObject) => JsonObject
  /** `early`: a share of what is told at the end. */
  readonly events: (usage: JsonObject, early: number, isBrief: boolean) => readonly JsonObject[]
}

const count = fc.integer({ min: 0, max: 1_000_000 })
const pairs = fc.tuple(count, count, count, count, count)

/** A prompt of three parts and an answer of two. */
const chat = (names: readonly [prompt: string, answer: string]): fc.Arbitrary<JsonObject> =>
  pairs.map(([fresh, cached, written, words, thoughts]) => ({
    [`${names[0]}_tokens`]: fresh + cached + written,
    [`${names[1]}_tokens`]: words + thoughts,
    total_tokens: fresh + cached + written + words + thoughts,
    [`${names[0]}_tokens_details`]: { cached_tokens: cached, cache_write_tokens: written, audio_tokens: fresh },
    [`${names[1]}_tokens_details`]: { reasoning_tokens: thoughts, audio_tokens: words },
  }))

const ways: { readonly [dialect: string]: Way } = {
  openai: {
    usage: chat(['prompt', 'completion']),
    whole: (usage) => ({ object: 'chat.completion', choices: [], usage }),
    events: (usage) => [
      { choices: [{ delta: {} }], usage: null },
      { choices: [], usage },
    ],
  },
  responses: {
    usage: chat(['input', 'output']),
    whole: (usage) => ({ object: 'response', usage }),
    events: (usage) => [
      { type: 'response.created', response: { object: 'response', usage: null } },
      { type: 'response.completed', response: { object: 'response', usage } },
    ],
  },
  'workers-ai': {
    usage: chat(['prompt', 'completion']),
    whole: (usage) => ({ result: { response: 'Hi', usage }, success: true }),
    events: (usage) => [{ response: 'Hi' }, { response: '', usage }],
  },
  anthropic: {
    usage: pairs.map(([fresh, cached, short, hour, answer]) => ({
      input_tokens: fresh,
      cache_read_input_tokens: cached,
      cache_creation_input_tokens: short + hour,
      cache_creation: { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: hour },
      output_tokens: answer,
      output_tokens_details: { thinking_tokens: Math.floor(answer / 2) },
    })),
    whole: (usage) => ({ type: 'message', usage }),
    events: (usage, early, isBrief) => {
      const { output_tokens, output_tokens_details, input_tokens, ...cached } = usage
      const share = (count: unknown) => Math.floor(Number(count) * early)
      const start = { ...cached, input_tokens: share(input_tokens), output_tokens: share(output_tokens) }
      const end = { output_tokens, output_tokens_details, input_tokens, ...(isBrief ? {} : cached) }
      return [
        { type: 'message_start', message: { type: 'message', usage: start } },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: end },
      ]
    },
  },
  gemini: {
    usage: pairs.map(([fresh, cached, tool, answer, thoughts]) => ({
      promptTokenCount: fresh + cached,
      cachedContentTokenCount: cached,
      toolUsePromptTokenCount: tool,
      candidatesTokenCount: answer,
      thoughtsTokenCount: thoughts,
      totalTokenCount: fresh + cached + tool + answer + thoughts,
      promptTokensDetails: [
        { modality: 'AUDIO', tokenCount: cached },
        { modality: 'TEXT', tokenCount: fresh },
      ],
    })),
    whole: (usageMetadata) => ({ candidates: [], usageMetadata }),
    events: (usage, early, isBrief) => {
      const { candidatesTokenCount, totalTokenCount, promptTokenCount, thoughtsTokenCount, ...rest } = usage
      const first = { promptTokenCount, thoughtsTokenCount }
      const candidates = Math.floor(Number(candidatesTokenCount) * early)
      const last = isBrief ? { ...rest, promptTokenCount, candidatesTokenCount } : usage
      return [
        { usageMetadata: { trafficType: 'ON_DEMAND' } },
        { usageMetadata: { ...first, totalTokenCount: Number(promptTokenCount) + Number(thoughtsTokenCount) } },
        { usageMetadata: { ...first, candidatesTokenCount: candidates } },
        { usageMetadata: last },
      ]
    },
  },
  bedrock: {
    usage: pairs.map(([fresh, cached, short, hour, answer]) => ({
      inputTokens: fresh,
      outputTokens: answer,
      cacheReadInputTokens: cached,
      cacheWriteInputTokens: short + hour,
      cacheDetails: [
        { ttl: '1h', inputTokens: hour },
        { ttl: '5m', inputTokens: short },
      ],
    })),
    whole: (usage) => ({ stopReason: 'end_turn', usage }),
    events: (usage) => [{ stopReason: 'end_turn' }, { usage, metrics: { latencyMs: 12 } }],
  },
  cohere: {
    usage: pairs.map(([input_tokens, output_tokens, more, cached_tokens]) => ({
      billed_units: { input_tokens, output_tokens },
      tokens: { input_tokens: input_tokens + more, output_tokens },
      cached_tokens,
    })),
    whole: (usage) => ({ finish_reason: 'COMPLETE', usage }),
    events: (usage) => [
      { type: 'message-start' },
      { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage } },
    ],
  },
}

it('covers every dialect', () => {
  expect(Object.keys(ways).sort()).toEqual(Object.keys(usageReaders).sort())
})

describe.each(Object.entries(ways))('%s', (dialect, { usage, whole, events }) => {
  const { read } = usageReaders[dialect] as (typeof usageReaders)[string]
  const fold = (said: readonly JsonObject[]) =>
    said.reduce<TokenUsage | null>((before, event) => read(event, before) ?? before, null)

  it('reads a stream as the whole', () => {
    fc.assert(
      fc.property(usage, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (said, early, isBrief) => {
        expect(fold(events(said, early, isBrief))).toEqual(read(whole(said), null))
      }),
    )
  })

  it('reads a stream that breaks off as no more than the whole', () => {
    fc.assert(
      fc.property(usage, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), fc.nat(4), (said, ...at) => {
        const [early, isBrief, length] = at
        const part = fold(events(said, early, isBrief).slice(0, length))
        const all = read(whole(said), null)
        expect(part?.inputTokens ?? 0).toBeLessThanOrEqual(all?.inputTokens ?? 0)
        expect(part?.outputTokens ?? 0).toBeLessThanOrEqual(all?.outputTokens ?? 0)
      }),
    )
  })
})
