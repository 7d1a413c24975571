// One row per vendor: where it lives, how its paths are read, where its key goes. Facts, no code; the facts' sources are
// the wire contract's provider table and the vendors' API references. A new vendor is one row here and one line in the schema.

import { api, bearer, key, type ProviderInfo, path, type RowFacts, row, sockets } from './row.ts'

/** `v1/` in front of a path below a base that ends in it already: both forms are sent by real clients. */
const versioned = [path('v1/{rest}', '{rest}')]
const openai = { dialect: 'openai' } as const
const chat = api('openai', 'chat/completions')
const responses = api('responses', 'responses')
const messages = api('anthropic', 'messages')

/** Of a response, and of a transcription. */
const openaiUsage = ['response.usage', 'usage']

/** Google's own models; `google/` in front of their names is the wire contract's. */
const VERTEX = 'v1/projects/{project}/locations/{region}/publishers/google/models/{model}'

const facts: { readonly [slug: string]: RowFacts } = {
  anthropic: {
    base: 'https://api.anthropic.com/v1',
    dialect: 'anthropic',
    paths: versioned,
    // The SDK sends `authorization` from version 1, `x-api-key` before.
    credential: key('x-api-key'),
    headers: [['anthropic-version', '2023-06-01']],
  },
  'aws-bedrock': {
    base: 'https://bedrock-runtime.{region}.amazonaws.com',
    dialect: 'bedrock',
    takes: ['region'],
    apis: [
      api(
        'bedrock',
        'bedrock-runtime/{region}/model/{model}/converse',
        'bedrock-runtime/{region}/model/{model}/converse-stream',
      ),
    ],
    paths: [
      path('bedrock-runtime/{region}/{rest}', '{rest}'),
      path('bedrock-mantle/{region}/{rest}', '{rest}', {
        base: 'https://bedrock-mantle.{region}.api.aws',
        service: 'bedrock-mantle',
        credential: key('x-api-key'),
      }),
    ],
    defaults: { region: 'us-east-1' },
    signer: 'sigv4',
    service: 'bedrock',
  },
  'azure-openai': {
    base: 'https://{resource}.openai.azure.com',
    ...openai,
    takes: ['resource', 'deployment'],
    // In this API a deployment is named as the model in the body, and no api-version is asked for.
    apis: [api('openai', '{resource}/openai/v1/chat/completions'), api('responses', '{resource}/openai/v1/responses')],
    embeddings: api('openai', '{resource}/openai/v1/embeddings'),
    paths: [
      path('{resource}/openai/v1/{rest}', 'openai/v1/{rest}'),
      // @ai-sdk/azure, and the AzureOpenAI class below a base that names the deployment too.
      path('{resource}/deployments/{deployment}/{rest}', 'openai/deployments/{deployment}/{rest}'),
      path('{resource}/{ignored}/deployments/{deployment}/{rest}', 'openai/deployments/{deployment}/{rest}'),
      path('{resource}/{deployment}/{rest}', 'openai/deployments/{deployment}/{rest}'),
      path('{rest}', 'openai/deployments/{deployment}/{rest}', { needs: ['resource', 'deployment'] }),
    ],
    credential: key('api-key'),
    // Below openai/v1 the path is as over HTTP; this is the older API, which names the deployment in the query.
    realtime: sockets({
      paths: [path('{resource}/openai/realtime', 'openai/realtime')],
      keyParameters: ['api-key'],
      usage: openaiUsage,
    }),
  },
  baseten: {
    base: 'https://inference.baseten.co/v1',
    ...openai,
    paths: [
      ...versioned,
      path('model/{model}', 'production/predict', { base: 'https://model-{model}.api.baseten.co' }),
      path('model/{model}/{rest}', '{rest}', { base: 'https://model-{model}.api.baseten.co' }),
    ],
  },
  cartesia: {
    base: 'https://api.cartesia.ai',
    paths: versioned,
    credential: key('x-api-key'),
    headers: [['cartesia-version', '2024-06-10']],
    // A version in the query wins over the header.
    realtime: sockets({ paths: [path('', 'tts/websocket')], keyParameters: ['api_key'], passes: ['access_token'] }),
  },
  cerebras: { base: 'https://api.cerebras.ai/v1', ...openai, paths: versioned, embeddings: null },
  cohere: { base: 'https://api.cohere.com', dialect: 'cohere' },
  deepgram: {
    base: 'https://api.deepgram.com',
    credential: bearer('Token'),
    realtime: sockets({
      paths: [
        path('', 'v1/listen'),
        path('v1/agent/{rest}', 'v1/agent/{rest}', { base: 'https://agent.deepgram.com' }),
      ],
      keyFollows: ['token'],
    }),
  },
  deepseek: {
    base: 'https://api.deepseek.com',
    ...openai,
    paths: versioned,
    apis: [chat, api('anthropic', 'anthropic/v1/messages')],
    embeddings: null,
  },
  echo: { base: '', ...openai, paths: versioned, builtin: 'echo' },
  elevenlabs: {
    base: 'https://api.elevenlabs.io',
    credential: key('xi-api-key'),
    realtime: sockets({
      paths: [path('', 'v1/convai/conversation')],
      passes: ['conversation_signature', 'token', 'single_use_token'],
    }),
  },
  fal: {
    base: 'https://fal.run',
    credential: bearer('Key'),
    target: { header: 'x-fal-target-url', hosts: ['fal.run', '*.fal.run', 'fal.ai', '*.fal.ai'] },
    realtime: sockets({
      // Models with a realtime API of their own have it below `realtime`; any model's HTTP API is spoken over a socket at ws.fal.run.
      paths: [
        path('{owner}/{app}/realtime', '{owner}/{app}/realtime'),
        path('{owner}/{app}/{variant}/realtime', '{owner}/{app}/{variant}/realtime'),
        path('{rest}', '{rest}', { base: 'https://ws.fal.run' }),
      ],
      keyProtocols: ['fal-api-key'],
      passes: ['fal_jwt_token'],
    }),
  },
  fireworks: {
    base: 'https://api.fireworks.ai/inference/v1',
    ...openai,
    paths: [path('inference/v1/{rest}', '{rest}'), ...versioned],
    apis: [chat, responses],
  },
  'google-ai-studio': {
    base: 'https://generativelanguage.googleapis.com',
    dialect: 'gemini',
    credential: { ...key('x-goog-api-key'), query: 'key' },
    authors: ['google'],
    realtime: sockets({
      aliases: ['google'],
      paths: [path('', 'ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent')],
      keyParameters: ['api_key'],
      passes: ['access_token'],
      usage: ['usageMetadata'],
    }),
  },
  'google-vertex-ai': {
    base: 'https://aiplatform.googleapis.com',
    dialect: 'gemini',
    takes: ['region', 'project'],
    apis: [api('gemini', `${VERTEX}:generateContent`, `${VERTEX}:streamGenerateContent?alt=sse`, 'google/')],
    embeddings: null,
    authors: ['google'],
    paths: [
      path(
        '{version}/projects/{project}/locations/{region=global}/{rest}',
        '{version}/projects/{project}/locations/global/{rest}',
      ),
      path(
        '{version}/projects/{project}/locations/{region}/{rest}',
        '{version}/projects/{project}/locations/{region}/{rest}',
        {
          base: 'https://{region}-aiplatform.googleapis.com',
        },
      ),
    ],
    credential: { ...bearer('Bearer'), slots: ['authorization', 'x-goog-api-key'], query: 'key' },
    signer: 'google',
  },
  grok: {
    base: 'https://api.x.ai/v1',
    ...openai,
    paths: versioned,
    apis: [chat, responses, messages],
    authors: ['xai'],
    realtime: sockets({ paths: [path('', 'realtime')], usage: openaiUsage }),
  },
  groq: {
    base: 'https://api.groq.com/openai/v1',
    ...openai,
    // groq-sdk keeps the vendor's own prefix in front of every path.
    paths: [path('openai/v1/{rest}', '{rest}'), ...versioned],
    apis: [chat, responses],
    embeddings: null,
  },
  huggingface: { base: 'https://api-inference.huggingface.co/models' },
  ideogram: { base: 'https://api.ideogram.ai', credential: key('api-key') },
  mistral: { base: 'https://api.mistral.ai/v1', ...openai, paths: versioned },
  openai: {
    base: 'https://api.openai.com/v1',
    ...openai,
    paths: versioned,
    apis: [chat, responses],
    realtime: sockets({
      paths: [path('', 'realtime')],
      keyProtocols: ['openai-insecure-api-key'],
      usage: openaiUsage,
    }),
  },
  openrouter: {
    base: 'https://openrouter.ai/api/v1',
    ...openai,
    paths: [path('api/v1/{rest}', '{rest}'), ...versioned],
    apis: [chat, responses, messages],
  },
  parallel: {
    base: 'https://api.parallel.ai',
    ...openai,
    embeddings: null,
    paths: [
      // Its chat API takes a Bearer key, all else x-api-key.
      path('chat/completions', 'chat/completions', { credential: bearer('Bearer') }),
      path('v1beta/chat/completions', 'v1beta/chat/completions', { credential: bearer('Bearer') }),
    ],
    credential: key('x-api-key'),
  },
  'perplexity-ai': {
    base: 'https://api.perplexity.ai',
    ...openai,
    embeddings: null,
    authors: ['perplexity'],
    paths: [path('v1/chat/completions', 'chat/completions')],
  },
  replicate: { base: 'https://api.replicate.com/v1', paths: versioned },
  'workers-ai': {
    base: 'https://api.cloudflare.com/client/v4/accounts/{account}/ai',
    dialect: 'workers-ai',
    takes: ['account'],
    // Its OpenAI-compatible API, whose models are named as below run/.
    apis: [api('openai', 'v1/chat/completions')],
    embeddings: api('openai', 'v1/embeddings'),
    run: api('workers-ai', 'run/{+model}'),
    authors: ['@cf', '@hf'],
    bound: 'workers-ai',
    realtime: sockets({ pathFrom: 'model' }),
    paths: [path('v1/{rest}', 'v1/{rest}'), path('run/{rest}', 'run/{rest}'), path('{rest}', 'run/{rest}')],
  },
}

/** Custom providers by dialect: everything but the key's place comes from the YAML. */
const customFacts: { readonly [dialect: string]: RowFacts } = {
  anthropic: {
    base: '',
    dialect: 'anthropic',
    credential: key('x-api-key'),
    headers: [['anthropic-version', '2023-06-01']],
  },
  bedrock: {
    base: '',
    dialect: 'bedrock',
    takes: ['region'],
    defaults: { region: 'us-east-1' },
    signer: 'sigv4',
    service: 'bedrock',
  },
  cohere: { base: '', dialect: 'cohere' },
  gemini: { base: '', dialect: 'gemini', credential: { ...key('x-goog-api-key'), query: 'key' } },
  openai: { base: '', dialect: 'openai' },
  'workers-ai': { base: '', dialect: 'workers-ai' },
}

/** The providers that a gateway may name, by slug. */
export const providers: { readonly [slug: string]: ProviderInfo } = mapValues(facts, row)

/** The rows that `custom-*` providers stand on, by dialect. */
export const customProviders: { readonly [dialect: string]: ProviderInfo } = mapValues(customFacts, row)

function mapValues(table: { readonly [name: string]: RowFacts }, make: (facts: RowFacts) => ProviderInfo) {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, make(value)]))
}
