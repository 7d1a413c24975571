// Whose prices hold for a provider row: by the row's name, the id of a provider in the price data. Facts, no code.
// Every row of 3-plan/providers.ts stands in exactly one of these lists; test/cost/vendors.test.ts sees to it.

/** Rows and the providers in the price data whose models and prices theirs are. What those fall back on is theirs too. */
export const vendors: { readonly [rowName: string]: string } = {
  anthropic: 'anthropic',
  'aws-bedrock': 'aws',
  'azure-openai': 'azure',
  baseten: 'baseten',
  cerebras: 'cerebras',
  cohere: 'cohere',
  deepseek: 'deepseek',
  fireworks: 'fireworks',
  'google-ai-studio': 'google',
  'google-vertex-ai': 'google',
  grok: 'x-ai',
  groq: 'groq',
  mistral: 'mistral',
  openai: 'openai',
  openrouter: 'openrouter',
  'perplexity-ai': 'perplexity',
  'workers-ai': 'cloudflare',
}

/** Rows that ask nobody, so that nobody is paid. */
export const free: readonly string[] = ['echo']

/**
 * Rows whose price is not known unless the YAML states it. These charge by the second, the character, the image or the job, which answers
 * do not tell in tokens; Hugging Face's price is that of whoever runs the model; a custom provider's is its owner's.
 */
export const unpriced: readonly string[] = [
  'cartesia',
  'custom anthropic',
  'custom bedrock',
  'custom cohere',
  'custom gemini',
  'custom openai',
  'custom workers-ai',
  'deepgram',
  'elevenlabs',
  'fal',
  'huggingface',
  'ideogram',
  'parallel',
  'replicate',
]

/** Models that the data has no price for though they are not free: one that is gone, and two that charge by the song. */
export const notFree: readonly string[] = [
  'google/lyria-3-clip-preview',
  'google/lyria-3-pro-preview',
  'qwen-3-coder-480b',
]
