// Usage as OpenAI itself says it. Beside each cost: tokens × dollars per million tokens, in millionths of a dollar.

import type { UsageCase } from '../usage-case.ts'
import { used } from '../usage-case.ts'
import { statedCases } from './usage-cases-stated.ts'
import { vendorCases } from './usage-cases-vendors.ts'

const row = 'openai'

const own: readonly UsageCase[] = [
  {
    name: 'a chat',
    source: "OpenAI's API reference, The chat completion object",
    row,
    model: 'gpt-4o-mini',
    whole: {
      object: 'chat.completion',
      model: 'gpt-4o-mini-2024-07-18',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello! How can I assist you today?' } }],
      usage: {
        prompt_tokens: 19,
        completion_tokens: 10,
        total_tokens: 29,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0 },
      },
    },
    usage: used(19, 10, { cachedTokens: 0, reasoningTokens: 0, inputAudioTokens: 0, outputAudioTokens: 0 }),
    cost: 0.00000885, // 19 × 0.15 + 10 × 0.6 = 2.85 + 6
  },
  {
    name: 'a stream, usage in its last chunk',
    source: "OpenAI's API reference, stream_options.include_usage",
    row,
    model: 'gpt-4o-mini',
    events: [
      { object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'Hi' } }], usage: null },
      { object: 'chat.completion.chunk', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null },
      {
        object: 'chat.completion.chunk',
        choices: [],
        usage: { prompt_tokens: 8, completion_tokens: 9, total_tokens: 17 },
      },
    ],
    usage: used(8, 9),
    cost: 0.0000066, // 8 × 0.15 + 9 × 0.6 = 1.2 + 5.4
  },
  {
    name: 'a cached prompt',
    source: "OpenAI's guide, Prompt caching",
    row,
    model: 'gpt-4o-2024-08-06',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 2006,
        completion_tokens: 300,
        total_tokens: 2306,
        prompt_tokens_details: { cached_tokens: 1920 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
    },
    usage: used(2006, 300, { cachedTokens: 1920, reasoningTokens: 0 }),
    cost: 0.005615, // 86 × 2.5 + 1920 × 1.25 + 300 × 10 = 215 + 2400 + 3000
  },
  {
    name: 'a prompt written to the cache',
    source: "OpenAI's guide, Prompt caching; the types of its SDK, CompletionUsage",
    row,
    model: 'gpt-5.6-luna',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 2600,
        completion_tokens: 100,
        total_tokens: 2700,
        prompt_tokens_details: { cached_tokens: 2000, cache_write_tokens: 400 },
      },
    },
    usage: used(2600, 100, { cachedTokens: 2000, cacheWriteTokens: 400 }),
    cost: 0.0003, // 200 × 0.2 + 2000 × 0.02 + 400 × 0.25 + 100 × 1.2 = 40 + 40 + 100 + 120
  },
  {
    name: 'thoughts, which are in the completion',
    source: "OpenAI's guide, Reasoning models",
    row,
    model: 'gpt-5-mini',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 75,
        completion_tokens: 1186,
        total_tokens: 1261,
        completion_tokens_details: { reasoning_tokens: 1024, rejected_prediction_tokens: 0 },
      },
    },
    usage: used(75, 1186, { reasoningTokens: 1024 }),
    cost: 0.00239075, // 75 × 0.25 + 1186 × 2 = 18.75 + 2372
  },
  {
    name: 'sound in and out',
    source: "OpenAI's guide, Audio and speech; the types of its SDK, CompletionUsage",
    row,
    model: 'gpt-audio',
    whole: {
      object: 'chat.completion',
      usage: {
        prompt_tokens: 42,
        completion_tokens: 43,
        total_tokens: 85,
        prompt_tokens_details: { cached_tokens: 0, text_tokens: 12, image_tokens: 0, audio_tokens: 30 },
        completion_tokens_details: { reasoning_tokens: 0, text_tokens: 13, audio_tokens: 30 },
      },
    },
    usage: used(42, 43, {
      cachedTokens: 0,
      reasoningTokens: 0,
      inputAudioTokens: 30,
      inputImageTokens: 0,
      outputAudioTokens: 30,
    }),
    cost: 0.00304, // 12 × 2.5 + 30 × 32 + 13 × 10 + 30 × 64 = 30 + 960 + 130 + 1920
  },
  {
    name: 'a legacy completion',
    source: "OpenAI's API reference, The completion object",
    row,
    model: 'gpt-3.5-turbo-instruct',
    whole: {
      object: 'text_completion',
      choices: [{ text: '\n\nThis is indeed a test', index: 0, logprobs: null, finish_reason: 'length' }],
      usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    },
    usage: used(5, 7),
    cost: 0.0000215, // 5 × 1.5 + 7 × 2 = 7.5 + 14
  },
  {
    name: 'embeddings',
    source: "OpenAI's API reference, Create embeddings",
    row,
    model: 'text-embedding-3-small',
    whole: {
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: [0.0023064255, -0.009327292] }],
      usage: { prompt_tokens: 8, total_tokens: 8 },
    },
    usage: used(8, 0),
    cost: 0.00000016, // 8 × 0.02
  },
  {
    name: 'images, whole and streamed',
    source: "OpenAI's API reference, The image generation response; image_generation.completed",
    row,
    model: 'gpt-image-1',
    whole: {
      created: 1713833628,
      data: [{ b64_json: '…' }],
      usage: {
        total_tokens: 100,
        input_tokens: 50,
        output_tokens: 50,
        input_tokens_details: { text_tokens: 10, image_tokens: 40 },
      },
    },
    events: [
      { type: 'image_generation.partial_image', b64_json: '…', partial_image_index: 0 },
      {
        type: 'image_generation.completed',
        b64_json: '…',
        usage: {
          total_tokens: 100,
          input_tokens: 50,
          output_tokens: 50,
          input_tokens_details: { text_tokens: 10, image_tokens: 40 },
        },
      },
    ],
    usage: used(50, 50, { inputImageTokens: 40 }),
    cost: 0.00245, // 10 × 5 + 40 × 10 + 50 × 40 = 50 + 400 + 2000
  },
  {
    name: 'images whose answer has text beside',
    source: 'the types of the openai package, ImagesResponse.Usage',
    row,
    model: 'gpt-image-1.5',
    whole: {
      created: 1766000000,
      data: [{ b64_json: '…' }],
      usage: {
        total_tokens: 1133,
        input_tokens: 13,
        output_tokens: 1120,
        input_tokens_details: { text_tokens: 13, image_tokens: 0 },
        output_tokens_details: { text_tokens: 64, image_tokens: 1056 },
      },
    },
    usage: used(13, 1120, { inputImageTokens: 0, outputImageTokens: 1056 }),
    cost: 0.034497, // 13 × 5 + 64 × 10 + 1056 × 32 = 65 + 640 + 33792
  },
  {
    name: 'a transcript, whole and streamed',
    source: "OpenAI's API reference, Create transcription; transcript.text.done",
    row,
    model: 'gpt-4o-transcribe',
    whole: {
      text: "Imagine the wildest idea that you've ever had",
      usage: {
        type: 'tokens',
        input_tokens: 14,
        input_token_details: { text_tokens: 0, audio_tokens: 14 },
        output_tokens: 45,
        total_tokens: 59,
      },
    },
    events: [
      { type: 'transcript.text.delta', delta: ' see' },
      {
        type: 'transcript.text.done',
        text: 'I see skies of blue',
        usage: {
          type: 'tokens',
          input_tokens: 14,
          input_token_details: { text_tokens: 0, audio_tokens: 14 },
          output_tokens: 45,
          total_tokens: 59,
        },
      },
    ],
    usage: used(14, 45, { inputAudioTokens: 14 }),
    cost: 0.000534, // 14 × 6 + 45 × 10 = 84 + 450
  },
  {
    name: 'a transcript that is charged by the second',
    source: "OpenAI's API reference, Create transcription",
    row,
    model: 'whisper-1',
    whole: { text: 'I see skies of blue', usage: { type: 'duration', seconds: 27 } },
    usage: null,
    cost: null,
  },
  {
    name: 'speech, streamed',
    source: "OpenAI's API reference, speech.audio.done",
    row,
    model: 'gpt-4o-mini-tts',
    events: [
      { type: 'speech.audio.delta', audio: 'base64' },
      { type: 'speech.audio.done', usage: { input_tokens: 14, output_tokens: 101, total_tokens: 115 } },
    ],
    usage: used(14, 101),
    cost: 0.0012204, // 14 × 0.6 + 101 × 12 = 8.4 + 1212
  },
  {
    name: 'a realtime session, summed',
    source: "OpenAI's API reference, Realtime, response.done",
    row,
    model: 'gpt-realtime',
    whole: {
      usage: {
        total_tokens: 253,
        input_tokens: 132,
        output_tokens: 121,
        input_token_details: {
          text_tokens: 119,
          audio_tokens: 13,
          image_tokens: 0,
          cached_tokens: 64,
          cached_tokens_details: { text_tokens: 64, audio_tokens: 0, image_tokens: 0 },
        },
        output_token_details: { text_tokens: 30, audio_tokens: 91 },
      },
    },
    usage: used(132, 121, {
      cachedTokens: 64,
      inputAudioTokens: 13,
      inputImageTokens: 0,
      cachedAudioTokens: 0,
      cachedImageTokens: 0,
      outputAudioTokens: 91,
    }),
    cost: 0.0069656, // 55 × 4 + 64 × 0.4 + 13 × 32 + 30 × 16 + 91 × 64 = 220 + 25.6 + 416 + 480 + 5824
  },
]

/** OpenAI's own, and those of the servers that have its shape. */
export const cases: readonly UsageCase[] = [...own, ...vendorCases, ...statedCases]
