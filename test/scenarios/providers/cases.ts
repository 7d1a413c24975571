// Every provider row, every path shape that real clients send, and the URL each must become.
// Written from the vendors' own API references, not from the rows: the two must agree.

/** What is sent below `/{slug}` (a path with its slash, or nothing) and what the provider must get. */
export type PathCase = readonly [sent: string, url: string]

export interface ProviderCases {
  /** The header a stored key `stored-key` must arrive in. */
  readonly key: readonly [name: string, value: string]
  readonly paths: readonly PathCase[]
}

const bearer = ['authorization', 'Bearer stored-key'] as const
const openaiChat = (base: string, ...prefixes: readonly string[]): readonly PathCase[] =>
  prefixes.map((prefix) => [`${prefix}/chat/completions`, `${base}/chat/completions`])

export const cases: { readonly [slug: string]: ProviderCases } = {
  openai: {
    key: bearer,
    paths: [
      ...openaiChat('https://api.openai.com/v1', '', '/v1'),
      ['/responses', 'https://api.openai.com/v1/responses'],
      ['/v1/responses', 'https://api.openai.com/v1/responses'],
      ['/embeddings', 'https://api.openai.com/v1/embeddings'],
      ['/models/ft%3Agpt-4o%3Aacme', 'https://api.openai.com/v1/models/ft%3Agpt-4o%3Aacme'],
      ['/v1/files?purpose=batch&limit=2&x=', 'https://api.openai.com/v1/files?purpose=batch&limit=2&x='],
      ['/audio/transcriptions', 'https://api.openai.com/v1/audio/transcriptions'],
      ['/realtime?model=gpt-realtime', 'https://api.openai.com/v1/realtime?model=gpt-realtime'],
    ],
  },
  anthropic: {
    key: ['x-api-key', 'stored-key'],
    paths: [
      ['/v1/messages', 'https://api.anthropic.com/v1/messages'],
      ['/messages', 'https://api.anthropic.com/v1/messages'],
      ['/v1/messages?beta=true', 'https://api.anthropic.com/v1/messages?beta=true'],
      ['/v1/messages/count_tokens', 'https://api.anthropic.com/v1/messages/count_tokens'],
      ['/v1/models', 'https://api.anthropic.com/v1/models'],
    ],
  },
  'google-ai-studio': {
    key: ['x-goog-api-key', 'stored-key'],
    paths: [
      '/v1/models/gemini-2.5-flash:generateContent',
      '/v1beta/models/gemini-2.5-flash:generateContent',
      '/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
      '/v1beta/models/gemini-embedding-001:batchEmbedContents',
      '/v1beta/models/gemini-2.5-flash%3AgenerateContent',
    ].map((path) => [path, `https://generativelanguage.googleapis.com${path}`] as const),
  },
  'google-vertex-ai': {
    key: ['x-goog-api-key', 'stored-key'],
    paths: [
      [
        '/v1/projects/p-1/locations/us-central1/publishers/google/models/gemini-2.5-pro:generateContent',
        'https://us-central1-aiplatform.googleapis.com/v1/projects/p-1/locations/us-central1/publishers/google/models/gemini-2.5-pro:generateContent',
      ],
      [
        '/v1/projects/p-1/locations/europe-west4/publishers/anthropic/models/claude-sonnet-4@20250514:streamRawPredict',
        'https://europe-west4-aiplatform.googleapis.com/v1/projects/p-1/locations/europe-west4/publishers/anthropic/models/claude-sonnet-4@20250514:streamRawPredict',
      ],
      [
        '/v1/projects/p-1/locations/global/publishers/google/models/gemini-2.5-pro:generateContent',
        'https://aiplatform.googleapis.com/v1/projects/p-1/locations/global/publishers/google/models/gemini-2.5-pro:generateContent',
      ],
      [
        '/v1beta1/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
        'https://aiplatform.googleapis.com/v1beta1/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
      ],
    ],
  },
  grok: {
    key: bearer,
    paths: [
      ...openaiChat('https://api.x.ai/v1', '', '/v1'),
      ['/v1/responses', 'https://api.x.ai/v1/responses'],
      ['/v1/messages', 'https://api.x.ai/v1/messages'],
    ],
  },
  groq: {
    key: bearer,
    paths: [
      ...openaiChat('https://api.groq.com/openai/v1', '', '/openai/v1'),
      ['/openai/v1/models', 'https://api.groq.com/openai/v1/models'],
    ],
  },
  deepseek: { key: bearer, paths: openaiChat('https://api.deepseek.com', '', '/v1') },
  mistral: {
    key: bearer,
    paths: [
      ...openaiChat('https://api.mistral.ai/v1', '', '/v1'),
      ['/v1/fim/completions', 'https://api.mistral.ai/v1/fim/completions'],
    ],
  },
  'perplexity-ai': { key: bearer, paths: openaiChat('https://api.perplexity.ai', '', '/v1') },
  cerebras: { key: bearer, paths: openaiChat('https://api.cerebras.ai/v1', '', '/v1') },
  openrouter: { key: bearer, paths: openaiChat('https://openrouter.ai/api/v1', '', '/v1') },
  fireworks: { key: bearer, paths: openaiChat('https://api.fireworks.ai/inference/v1', '', '/inference/v1') },
  cohere: {
    key: bearer,
    paths: ['/v1/chat', '/v2/chat', '/v2/embed'].map((path) => [path, `https://api.cohere.com${path}`] as const),
  },
  baseten: {
    key: bearer,
    paths: [
      ...openaiChat('https://inference.baseten.co/v1', '', '/v1'),
      ['/model/abc123', 'https://model-abc123.api.baseten.co/production/predict'],
      ['/model/abc123?x=1', 'https://model-abc123.api.baseten.co/production/predict?x=1'],
    ],
  },
  parallel: {
    key: ['x-api-key', 'stored-key'],
    paths: ['/v1/tasks/runs', '/v1beta/search', '/v1beta/findall/ingest'].map(
      (path) => [path, `https://api.parallel.ai${path}`] as const,
    ),
  },
  'azure-openai': {
    key: ['api-key', 'stored-key'],
    paths: [
      '/res-1/dep_1/chat/completions?api-version=2023-05-15',
      '/res-1/deployments/dep_1/chat/completions?api-version=2023-05-15',
      '/res-1/dep_1/deployments/dep_1/chat/completions?api-version=2023-05-15',
    ].map(
      (path) =>
        [
          path,
          'https://res-1.openai.azure.com/openai/deployments/dep_1/chat/completions?api-version=2023-05-15',
        ] as const,
    ),
  },
  'aws-bedrock': {
    key: bearer,
    paths: ['converse', 'converse-stream', 'invoke', 'invoke-with-response-stream'].map(
      (operation) =>
        [
          `/bedrock-runtime/eu-west-3/model/anthropic.claude-3-haiku-20240307-v1%3A0/${operation}`,
          `https://bedrock-runtime.eu-west-3.amazonaws.com/model/anthropic.claude-3-haiku-20240307-v1%3A0/${operation}`,
        ] as const,
    ),
  },
  huggingface: {
    key: bearer,
    paths: ['/bigcode/starcoder', '/bigcode/starcoder/v1/completions', '/bigcode/starcoder/v1/chat/completions'].map(
      (path) => [path, `https://api-inference.huggingface.co/models${path}`] as const,
    ),
  },
  replicate: {
    key: bearer,
    paths: [
      ['/predictions', 'https://api.replicate.com/v1/predictions'],
      ['/v1/predictions', 'https://api.replicate.com/v1/predictions'],
      ['/models/acme/model/predictions', 'https://api.replicate.com/v1/models/acme/model/predictions'],
    ],
  },
  fal: { key: ['authorization', 'Key stored-key'], paths: [['/fal-ai/fast-sdxl', 'https://fal.run/fal-ai/fast-sdxl']] },
  ideogram: {
    key: ['api-key', 'stored-key'],
    paths: [['/v1/ideogram-v3/generate', 'https://api.ideogram.ai/v1/ideogram-v3/generate']],
  },
  cartesia: { key: ['x-api-key', 'stored-key'], paths: [['/tts/bytes', 'https://api.cartesia.ai/tts/bytes']] },
  deepgram: {
    key: ['authorization', 'Token stored-key'],
    paths: [['/v1/listen?model=nova-3&tag=a&tag=b', 'https://api.deepgram.com/v1/listen?model=nova-3&tag=a&tag=b']],
  },
  elevenlabs: {
    key: ['xi-api-key', 'stored-key'],
    paths: [['/v1/text-to-speech/voice-1', 'https://api.elevenlabs.io/v1/text-to-speech/voice-1']],
  },
  'workers-ai': {
    key: bearer,
    paths: [
      ['/@cf/meta/llama-3.1-8b-instruct', '/run/@cf/meta/llama-3.1-8b-instruct'],
      ['/run/@cf/meta/llama-3.1-8b-instruct', '/run/@cf/meta/llama-3.1-8b-instruct'],
      ['/run/@cf%2Fmeta%2Fllama-3.1-8b-instruct', '/run/@cf%2Fmeta%2Fllama-3.1-8b-instruct'],
      ['/v1/chat/completions', '/v1/chat/completions'],
      ['/v1/embeddings', '/v1/embeddings'],
    ].map(([sent, below]) => [sent ?? '', `https://api.cloudflare.com/client/v4/accounts/acct/ai${below}`] as const),
  },
}
