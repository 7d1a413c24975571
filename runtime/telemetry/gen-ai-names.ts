// What OpenTelemetry calls providers and operations. Source: its semantic conventions for generative AI, "gen_ai.provider.name" and
// "gen_ai.operation.name": a well-known name must be used where there is one, any other may.

/** Where it is not the slug. */
const PROVIDERS: { readonly [slug: string]: string } = {
  'aws-bedrock': 'aws.bedrock',
  'azure-openai': 'azure.ai.openai',
  'google-ai-studio': 'gcp.gemini',
  'google-vertex-ai': 'gcp.vertex_ai',
  grok: 'x_ai',
  mistral: 'mistral_ai',
  'perplexity-ai': 'perplexity',
}

/** By a row's `modelType`, where it is not that. */
const OPERATIONS: { readonly [modelType: string]: string } = { completion: 'text_completion' }

/** `gen_ai.provider.name` */
export function providerName(slug: string): string {
  return Object.hasOwn(PROVIDERS, slug) ? (PROVIDERS[slug] ?? slug) : slug
}

/** `gen_ai.operation.name`, which every metric must have. */
export function operationName(modelType: string | null): string {
  if (modelType === null) return '_OTHER'
  return Object.hasOwn(OPERATIONS, modelType) ? (OPERATIONS[modelType] ?? modelType) : modelType
}
