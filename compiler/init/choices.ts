// What a new gateway is made of: for each provider the secret that its key is in, a model that its vendor is known to have,
// and what else has to be said. Facts, no code; test/cli/init.test.ts holds them to the schema.

/** A provider that a new gateway may have. */
export interface Choice {
  /** `null`: there is no key. */
  readonly secret: string | null
  /** A step of the route; `null`: it has no chat, or needs settings first. */
  readonly model: string | null
  /** A line above it; `null`: nothing needs to be said. */
  readonly comment: string | null
}

const SPEECH = 'Called below /{provider}/, with its own API.'

/** The choices by slug, in alphabetical order. */
export const choices: ReadonlyMap<string, Choice> = new Map([
  ['anthropic', choice('ANTHROPIC_API_KEY', 'claude-sonnet-4-5')],
  [
    'aws-bedrock',
    choice(
      'AWS_BEDROCK_KEY',
      'amazon.nova-lite-v1:0',
      'The secret is JSON, {"accessKeyId": "…", "secretAccessKey": "…"}, or a Bedrock API key. `region` says where: us-east-1 without it.',
    ),
  ],
  [
    'azure-openai',
    choice('AZURE_OPENAI_API_KEY', null, 'With `resource: my-resource` here, routes can name its deployments.'),
  ],
  ['baseten', choice('BASETEN_API_KEY', 'openai/gpt-oss-120b')],
  ['cartesia', choice('CARTESIA_API_KEY', null, SPEECH)],
  ['cerebras', choice('CEREBRAS_API_KEY', 'gpt-oss-120b')],
  ['cohere', choice('COHERE_API_KEY', 'command-a-03-2025')],
  ['deepgram', choice('DEEPGRAM_API_KEY', null, SPEECH)],
  ['deepseek', choice('DEEPSEEK_API_KEY', 'deepseek-chat')],
  ['echo', { secret: null, model: 'echo-1', comment: 'Built in: answers without a network, for trying out.' }],
  ['elevenlabs', choice('ELEVENLABS_API_KEY', null, SPEECH)],
  ['fal', choice('FAL_API_KEY', null, SPEECH)],
  ['fireworks', choice('FIREWORKS_API_KEY', 'accounts/fireworks/models/kimi-k3')],
  ['google-ai-studio', choice('GEMINI_API_KEY', 'gemini-2.5-flash')],
  [
    'google-vertex-ai',
    choice(
      'GOOGLE_SERVICE_ACCOUNT',
      null,
      'The secret is a service account’s JSON. With `project: my-project` and `region: europe-west4` here, routes can name its models.',
    ),
  ],
  ['grok', choice('XAI_API_KEY', 'grok-4.3')],
  ['groq', choice('GROQ_API_KEY', 'llama-3.3-70b-versatile')],
  ['huggingface', choice('HUGGINGFACE_API_KEY', null, SPEECH)],
  ['ideogram', choice('IDEOGRAM_API_KEY', null, SPEECH)],
  ['mistral', choice('MISTRAL_API_KEY', 'mistral-large-latest')],
  ['openai', choice('OPENAI_API_KEY', 'gpt-4o-mini')],
  ['openrouter', choice('OPENROUTER_API_KEY', 'amazon/nova-lite-v1')],
  ['parallel', choice('PARALLEL_API_KEY', 'speed')],
  ['perplexity-ai', choice('PERPLEXITY_API_KEY', 'sonar')],
  ['replicate', choice('REPLICATE_API_KEY', null, SPEECH)],
  [
    'workers-ai',
    choice(
      'CLOUDFLARE_API_TOKEN',
      '@cf/meta/llama-3.3-70b-instruct-fp8-fast',
      'The account is the one in the request’s path, unless `account` says it. On Cloudflare `binding: AI` needs no key.',
    ),
  ],
])

/** What Enter all the way chooses. */
export const presets = { id: 'main', name: 'ai-gateway', providers: ['openai', 'echo'], ci: 'github' } as const

function choice(secret: string, model: string | null, comment: string | null = null): Choice {
  return { secret, model, comment }
}
