// What other formats call the providers: one row per provider, by its names there. Facts, no code; a new one is one row.
// The variables are those that LiteLLM reads by itself; the addresses are the vendors' own, for their OpenAI-compatible APIs.

/** What a model's address needs besides the provider: where these stand is the provider's business. */
export type Shape = 'plain' | 'resource' | 'region' | 'project' | 'account'

/** A provider, whether it has a row of its own or is reached as a custom one. */
export interface Vendor {
  /** The slug, or for a custom provider what follows `custom-`. */
  readonly name: string
  readonly isCustom: boolean
  readonly dialect: string
  /** A custom provider's address; `null`: the source has to say it. */
  readonly url: string | null
  /** What such addresses end in, where the source's may leave it out. */
  readonly version: string
  /** The variable that its key stands in, by custom. */
  readonly secret: string
  readonly shape: Shape
}

interface Facts {
  readonly names?: readonly string[]
  readonly secret: string
  readonly dialect?: string
  readonly url?: string | null
  readonly version?: string
  readonly shape?: Shape
}

/** Those with a row of their own. */
const own: { readonly [slug: string]: Facts } = {
  anthropic: { secret: 'ANTHROPIC_API_KEY', dialect: 'anthropic', version: '/v1' },
  'aws-bedrock': {
    names: ['bedrock', 'bedrock_converse', 'bedrock_mantle'],
    secret: 'AWS_BEDROCK_KEY',
    dialect: 'bedrock',
    shape: 'region',
  },
  'azure-openai': { names: ['azure', 'azure_text'], secret: 'AZURE_API_KEY', shape: 'resource' },
  baseten: { secret: 'BASETEN_API_KEY' },
  cartesia: { secret: 'CARTESIA_API_KEY' },
  cerebras: { secret: 'CEREBRAS_API_KEY' },
  cohere: { names: ['cohere_chat'], secret: 'COHERE_API_KEY', dialect: 'cohere' },
  deepgram: { secret: 'DEEPGRAM_API_KEY' },
  deepseek: { secret: 'DEEPSEEK_API_KEY' },
  elevenlabs: { secret: 'ELEVENLABS_API_KEY' },
  fal: { names: ['fal_ai', 'fal-ai'], secret: 'FAL_AI_API_KEY' },
  fireworks: { names: ['fireworks_ai', 'fireworks-ai'], secret: 'FIREWORKS_AI_API_KEY' },
  'google-ai-studio': { names: ['gemini', 'google'], secret: 'GEMINI_API_KEY', dialect: 'gemini' },
  'google-vertex-ai': {
    names: ['vertex_ai', 'vertex_ai_beta', 'vertex-ai'],
    secret: 'GOOGLE_SERVICE_ACCOUNT',
    dialect: 'gemini',
    shape: 'project',
  },
  grok: { names: ['xai', 'x-ai'], secret: 'XAI_API_KEY' },
  groq: { secret: 'GROQ_API_KEY' },
  huggingface: { secret: 'HUGGINGFACE_API_KEY' },
  ideogram: { secret: 'IDEOGRAM_API_KEY' },
  mistral: { names: ['mistral-ai', 'mistralai', 'codestral'], secret: 'MISTRAL_API_KEY' },
  openai: { names: ['text-completion-openai', 'custom_openai', 'openai_like'], secret: 'OPENAI_API_KEY' },
  openrouter: { secret: 'OPENROUTER_API_KEY' },
  parallel: { names: ['parallel_ai'], secret: 'PARALLEL_AI_API_KEY' },
  'perplexity-ai': { names: ['perplexity'], secret: 'PERPLEXITYAI_API_KEY' },
  replicate: { secret: 'REPLICATE_API_KEY' },
  'workers-ai': { names: ['cloudflare'], secret: 'CLOUDFLARE_API_KEY', dialect: 'workers-ai', shape: 'account' },
}

/** Those reached as custom providers: they speak OpenAI's API. */
const custom: { readonly [name: string]: Facts } = {
  'ai21-chat': { names: ['ai21', 'ai21_chat'], secret: 'AI21_API_KEY', url: 'https://api.ai21.com/studio/v1' },
  anyscale: { secret: 'ANYSCALE_API_KEY', url: 'https://api.endpoints.anyscale.com/v1' },
  dashscope: { secret: 'DASHSCOPE_API_KEY', url: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1' },
  deepinfra: { secret: 'DEEPINFRA_API_KEY', url: 'https://api.deepinfra.com/v1/openai' },
  github: { secret: 'GITHUB_API_KEY', url: 'https://models.github.ai/inference' },
  hyperbolic: { secret: 'HYPERBOLIC_API_KEY', url: 'https://api.hyperbolic.xyz/v1' },
  lambda: { names: ['lambda_ai'], secret: 'LAMBDA_API_KEY', url: 'https://api.lambda.ai/v1' },
  'lm-studio': { names: ['lm_studio'], secret: 'LM_STUDIO_API_KEY', url: null },
  moonshot: { secret: 'MOONSHOT_API_KEY', url: 'https://api.moonshot.ai/v1' },
  nebius: { secret: 'NEBIUS_API_KEY', url: 'https://api.studio.nebius.ai/v1' },
  novita: { names: ['novita-ai'], secret: 'NOVITA_API_KEY', url: 'https://api.novita.ai/v3/openai' },
  'nvidia-nim': { names: ['nvidia_nim'], secret: 'NVIDIA_NIM_API_KEY', url: 'https://integrate.api.nvidia.com/v1' },
  ollama: { names: ['ollama_chat'], secret: 'OLLAMA_API_KEY', url: 'http://localhost:11434/v1', version: '/v1' },
  sambanova: { secret: 'SAMBANOVA_API_KEY', url: 'https://api.sambanova.ai/v1' },
  'together-ai': { names: ['together_ai'], secret: 'TOGETHERAI_API_KEY', url: 'https://api.together.xyz/v1' },
  vllm: { names: ['hosted_vllm'], secret: 'HOSTED_VLLM_API_KEY', url: null },
}

const vendors: ReadonlyMap<string, Vendor> = new Map([
  ...Object.entries(own).flatMap(([slug, facts]) => named(slug, facts, false)),
  ...Object.entries(custom).flatMap(([name, facts]) => named(name, facts, true)),
])

/** The provider that goes by this name in another format; `null` where nobody is known by it. */
export function vendorNamed(name: string): Vendor | null {
  return vendors.get(name.toLowerCase()) ?? null
}

/** The provider with this slug, for formats that have the same slugs. */
export function vendorOfSlug(slug: string): Vendor | null {
  const vendor = vendors.get(slug)
  return vendor?.isCustom === false && vendor.name === slug ? vendor : null
}

/** The slugs with a row of their own, in alphabetical order. */
export const ownSlugs: readonly string[] = Object.keys(own)

function named(name: string, facts: Facts, isCustom: boolean): (readonly [string, Vendor])[] {
  const { names = [], secret, dialect = 'openai', url = null, version = '', shape = 'plain' } = facts
  const vendor = { name, isCustom, dialect, url, version, secret, shape }
  return [name, ...names].map((known) => [known, vendor] as const)
}
