// Usage as Gemini's APIs say it. Beside each cost: tokens × dollars per million tokens, in millionths of a dollar.

import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'

const row = 'google-ai-studio'
const REFERENCE = "Google's API reference, UsageMetadata"
const piece = (text: string, usageMetadata: JsonObject): JsonObject => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0 }],
  usageMetadata,
  modelVersion: 'gemini-2.5-flash',
})
const tokens = (modality: string, tokenCount: number) => ({ modality, tokenCount })

/** By what they show. */
export const cases: readonly UsageCase[] = [
  {
    name: 'an answer',
    source: REFERENCE,
    row,
    model: 'gemini-2.0-flash',
    whole: piece('Hi', {
      promptTokenCount: 4,
      candidatesTokenCount: 9,
      totalTokenCount: 13,
      promptTokensDetails: [tokens('TEXT', 4)],
      candidatesTokensDetails: [tokens('TEXT', 9)],
    }),
    usage: used(4, 9),
    cost: 0.000004, // 4 × 0.1 + 9 × 0.4 = 0.4 + 3.6
  },
  {
    name: 'thoughts, which stand beside the candidates',
    source: REFERENCE,
    row,
    model: 'gemini-2.5-pro',
    whole: piece('Hi', {
      promptTokenCount: 12,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 30,
      totalTokenCount: 62,
    }),
    usage: used(12, 50, { reasoningTokens: 30 }),
    cost: 0.000515, // 12 × 1.25 + 50 × 10 = 15 + 500
  },
  {
    name: 'a stream, each piece of which counts from the beginning',
    source: REFERENCE,
    row,
    model: 'gemini-2.5-flash',
    whole: piece('Hi there', {
      promptTokenCount: 8,
      candidatesTokenCount: 12,
      totalTokenCount: 50,
      thoughtsTokenCount: 30,
    }),
    events: [
      piece('', { promptTokenCount: 8, totalTokenCount: 38, thoughtsTokenCount: 30 }),
      piece('Hi', { promptTokenCount: 8, candidatesTokenCount: 5, totalTokenCount: 43, thoughtsTokenCount: 30 }),
      piece(' there', { promptTokenCount: 8, candidatesTokenCount: 12, totalTokenCount: 50, thoughtsTokenCount: 30 }),
    ],
    usage: used(8, 42, { reasoningTokens: 30 }),
    cost: 0.0001074, // 8 × 0.3 + 42 × 2.5 = 2.4 + 105
  },
  {
    name: "Vertex AI's stream, which counts at its end, the thoughts among the candidates",
    source: 'cloud.google.com, GenerateContentResponse, UsageMetadata',
    row: 'google-vertex-ai',
    model: 'gemini-2.5-flash',
    events: [
      piece('Hi', { trafficType: 'ON_DEMAND' }),
      piece(' there', {
        promptTokenCount: 10,
        candidatesTokenCount: 50,
        totalTokenCount: 60,
        trafficType: 'ON_DEMAND',
        promptTokensDetails: [tokens('TEXT', 10)],
        candidatesTokensDetails: [tokens('TEXT', 50)],
        thoughtsTokenCount: 20,
      }),
    ],
    usage: used(10, 50, { reasoningTokens: 20 }),
    cost: 0.000128, // 10 × 0.3 + 50 × 2.5 = 3 + 125
  },
  {
    name: 'a cached prompt',
    source: "Google's documentation, Context caching",
    row,
    model: 'gemini-2.5-flash',
    whole: piece('Hi', {
      promptTokenCount: 80,
      cachedContentTokenCount: 30,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 5,
      totalTokenCount: 95,
    }),
    usage: used(80, 15, { cachedTokens: 30, reasoningTokens: 5 }),
    cost: 0.0000534, // 50 × 0.3 + 30 × 0.03 + 15 × 2.5 = 15 + 0.9 + 37.5
  },
  {
    name: 'sound, some of it cached',
    source: `${REFERENCE}; the types of @google/genai, ModalityTokenCount`,
    row,
    model: 'gemini-2.5-flash',
    whole: piece('Hi', {
      promptTokenCount: 120,
      cachedContentTokenCount: 40,
      candidatesTokenCount: 10,
      totalTokenCount: 130,
      promptTokensDetails: [tokens('AUDIO', 100), tokens('TEXT', 20)],
      cacheTokensDetails: [tokens('AUDIO', 32), tokens('TEXT', 8)],
      candidatesTokensDetails: [tokens('TEXT', 10)],
    }),
    usage: used(120, 10, { cachedTokens: 40, inputAudioTokens: 100, cachedAudioTokens: 32 }),
    cost: 0.00010004, // 12 × 0.3 + 8 × 0.03 + 68 × 1 + 32 × 0.1 + 10 × 2.5 = 3.6 + 0.24 + 68 + 3.2 + 25
  },
  {
    name: 'images in and out',
    source: "Google's documentation, Image generation; UsageMetadata",
    row,
    model: 'gemini-2.5-flash-image',
    whole: piece('', {
      promptTokenCount: 100,
      candidatesTokenCount: 1680,
      promptTokensDetails: [tokens('TEXT', 40), tokens('IMAGE', 60)],
      candidatesTokensDetails: [tokens('IMAGE', 1600), tokens('TEXT', 80)],
      toolUsePromptTokenCount: 13,
      thoughtsTokenCount: 20,
      totalTokenCount: 1813,
    }),
    usage: used(113, 1700, { reasoningTokens: 20, inputImageTokens: 60, outputImageTokens: 1600 }),
    cost: 0.0482839, // 113 × 0.3 + 100 × 2.5 + 1600 × 30 = 33.9 + 250 + 48000
  },
  {
    name: 'what tools of its own put into the prompt',
    source: `${REFERENCE}, toolUsePromptTokenCount`,
    row,
    model: 'gemini-2.5-flash',
    whole: piece('Hi', {
      promptTokenCount: 10,
      toolUsePromptTokenCount: 3,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 7,
      totalTokenCount: 25,
    }),
    usage: used(13, 12, { reasoningTokens: 7 }),
    cost: 0.0000339, // 13 × 0.3 + 12 × 2.5 = 3.9 + 30
  },
  {
    name: 'a long prompt, which costs more',
    source: "Google's documentation, Gemini API pricing",
    row,
    model: 'gemini-2.5-pro',
    whole: piece('Hi', { promptTokenCount: 250_000, candidatesTokenCount: 1000, totalTokenCount: 251_000 }),
    usage: used(250_000, 1000),
    cost: 0.64, // 250000 × 2.5 + 1000 × 15 = 625000 + 15000
  },
  {
    name: 'speech',
    source: "Google's documentation, Text-to-speech generation; UsageMetadata",
    row,
    model: 'gemini-2.5-flash-preview-tts',
    whole: piece('', {
      promptTokenCount: 11,
      candidatesTokenCount: 93,
      totalTokenCount: 104,
      promptTokensDetails: [tokens('TEXT', 11)],
      candidatesTokensDetails: [tokens('AUDIO', 93)],
    }),
    usage: used(11, 93, { outputAudioTokens: 93 }),
    cost: 0.0009355, // 11 × 0.5 + 93 × 10 = 5.5 + 930
  },
  {
    name: 'embeddings',
    source: 'ai.google.dev/api/embeddings, EmbedContentResponse',
    row,
    model: 'gemini-embedding-001',
    whole: { embedding: { values: [0.013168523] }, usageMetadata: { promptTokenCount: 5, totalTokenCount: 5 } },
    usage: used(5, 0),
    cost: 0.00000075, // 5 × 0.15
  },
  {
    name: "Vertex AI's embeddings, text by text",
    source: 'cloud.google.com, Text embeddings API, response body',
    row: 'google-vertex-ai',
    model: 'gemini-embedding-001',
    whole: {
      predictions: [
        { embeddings: { values: [0.1, 0.2], statistics: { token_count: 4, truncated: false } } },
        { embeddings: { values: [0.4, 0.5], statistics: { token_count: 5, truncated: false } } },
      ],
    },
    usage: used(9, 0),
    cost: 0.00000135, // 9 × 0.15
  },
  {
    name: 'a turn of the Live API, and a session, summed',
    source: "Google's API reference, BidiGenerateContentServerMessage, UsageMetadata",
    row,
    model: 'gemini-live-2.5-flash',
    events: [
      {
        serverContent: { turnComplete: true },
        usageMetadata: {
          promptTokenCount: 150,
          cachedContentTokenCount: 0,
          responseTokenCount: 45,
          toolUsePromptTokenCount: 0,
          thoughtsTokenCount: 0,
          totalTokenCount: 195,
          promptTokensDetails: [tokens('AUDIO', 100), tokens('TEXT', 50)],
          responseTokensDetails: [tokens('AUDIO', 45)],
        },
      },
    ],
    whole: {
      usageMetadata: {
        promptTokenCount: 150,
        cachedContentTokenCount: 0,
        responseTokenCount: 45,
        thoughtsTokenCount: 0,
        totalTokenCount: 195,
        promptTokensDetails: { AUDIO: 100, TEXT: 50 },
        responseTokensDetails: { AUDIO: 45 },
      },
    },
    usage: used(150, 45, { cachedTokens: 0, reasoningTokens: 0, inputAudioTokens: 100, outputAudioTokens: 45 }),
    cost: 0.000865, // 50 × 0.5 + 100 × 3 + 45 × 12 = 25 + 300 + 540
  },
  {
    name: 'an interaction, whole and streamed',
    source: 'the types of @google/genai, Interactions.Usage, InteractionCompletedEvent',
    row,
    model: 'gemini-2.5-flash',
    whole: {
      id: 'v1_test',
      status: 'completed',
      outputs: [],
      usage: {
        total_input_tokens: 64,
        total_cached_tokens: 0,
        total_output_tokens: 8,
        total_thought_tokens: 3,
        total_tokens: 75,
        input_tokens_by_modality: [
          { modality: 'text', tokens: 54 },
          { modality: 'audio', tokens: 10 },
        ],
      },
    },
    events: [
      { event_type: 'interaction.created', interaction: { id: 'v1_test', status: 'in_progress' } },
      {
        event_type: 'interaction.completed',
        interaction: {
          id: 'v1_test',
          status: 'completed',
          usage: {
            total_input_tokens: 64,
            total_cached_tokens: 0,
            total_output_tokens: 8,
            total_thought_tokens: 3,
            total_tokens: 75,
            input_tokens_by_modality: [
              { modality: 'text', tokens: 54 },
              { modality: 'audio', tokens: 10 },
            ],
          },
        },
      },
    ],
    usage: used(64, 11, { cachedTokens: 0, reasoningTokens: 3, inputAudioTokens: 10 }),
    cost: 0.0000537, // 54 × 0.3 + 10 × 1 + 11 × 2.5 = 16.2 + 10 + 27.5
  },
]
