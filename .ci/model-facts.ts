// What the package's catalogue does not say of models, by our slugs: structured output, streams and audio, and the models that it leaves out
// because they call no tools. Sources: the vendors' model pages and API references, the SDKs' types; what none of them states stays unsaid.

/**
 * Of the models whose names match: what they have beyond the catalogue, and of what nobody says whether they have it.
 * Letters are those of compiler/models/capability.ts; the first rule that matches counts.
 */
export type Rule = readonly [names: RegExp, has: string, unsaid: string]

/** One provider: its name in the catalogue, the rules for what stands there, and models beside it, `has|unsaid` to names. */
export interface ProviderFacts {
  readonly catalogue: string | null
  readonly rules: readonly Rule[]
  readonly more: { readonly [capabilities: string]: string }
}

const gemini: readonly Rule[] = [
  [/^gemini-(?:.*-)?(?:computer-use|robotics)/, 's', 'ja'],
  [/^gemini/, 'jsa', ''],
  [/^/, 's', 'ja'],
]

/** By slug, as in compiler/3-plan/providers.ts. A deployment of Azure's has any name, so there is nothing to say of it. */
export const facts: { readonly [slug: string]: ProviderFacts } = {
  // Structured output is a forced tool there: whatever calls tools has it.
  anthropic: {
    catalogue: 'anthropic',
    rules: [[/^/, 'js', '']],
    more: { tvjsr: 'claude-mythos-5 claude-mythos-5-1 claude-mythos-5-2 claude-mythos-preview' },
  },
  // A tool can be forced on these three families alone.
  'aws-bedrock': {
    catalogue: 'amazon-bedrock',
    rules: [
      [/^anthropic\.|^mistral\.mistral-large/, 'js', ''],
      [/^amazon\.nova/, 'js', 'a'],
      [/^/, 's', 'ja'],
    ],
    more: { '': 'amazon.titan-embed-text-v2:0 cohere.embed-english-v3 cohere.embed-multilingual-v3 cohere.embed-v4:0' },
  },
  baseten: { catalogue: 'baseten', rules: [[/^/, 's', 'ja']], more: {} },
  cerebras: {
    catalogue: 'cerebras',
    rules: [
      [/^gpt-oss/, 'js', ''],
      [/^/, 's', 'j'],
    ],
    more: {},
  },
  cohere: {
    catalogue: null,
    rules: [],
    more: {
      tjs: 'command-a-03-2025 command-a-translate-08-2025 command-r-08-2024 command-r-plus-08-2024 command-r7b-12-2024',
      'tjs|vr': 'command-a-plus-05-2026',
      tjsr: 'command-a-reasoning-08-2025',
      vjs: 'command-a-vision-07-2025',
      's|j': 'c4ai-aya-expanse-32b c4ai-aya-expanse-8b',
      'vs|j': 'c4ai-aya-vision-32b c4ai-aya-vision-8b',
      '': 'embed-english-light-v3.0 embed-english-v3.0 embed-multilingual-light-v3.0 embed-multilingual-v3.0 embed-v4.0',
    },
  },
  // Its chat completions know `json_object` alone and refuse `json_schema`.
  deepseek: { catalogue: 'deepseek', rules: [[/^/, 's', '']], more: { ts: 'deepseek-chat', tsr: 'deepseek-reasoner' } },
  // Ours: it repeats what it is told, under whatever name.
  echo: { catalogue: null, rules: [], more: { s: '*' } },
  // Any of its models is held to a schema by a grammar.
  fireworks: { catalogue: 'fireworks', rules: [[/^/, 'js', 'a']], more: {} },
  'google-ai-studio': { catalogue: 'google', rules: gemini, more: { '': 'gemini-embedding-001' } },
  'google-vertex-ai': {
    catalogue: 'google-vertex',
    rules: gemini,
    more: { '': 'gemini-embedding-001 text-embedding-005 text-multilingual-embedding-002' },
  },
  grok: { catalogue: 'xai', rules: [[/^/, 'js', '']], more: {} },
  // Llama is refused there: "This model does not support response format `json_schema`".
  groq: {
    catalogue: 'groq',
    rules: [
      [/^openai\//, 'js', ''],
      [/^llama-/, 's', ''],
      [/^/, 's', 'j'],
    ],
    more: { 's|tvjr': 'groq/compound groq/compound-mini' },
  },
  mistral: {
    catalogue: 'mistral',
    rules: [
      [/^(?:deepseek|glm|labs|zai)-/, 's', 'j'],
      [/^voxtral/, 'jsa', ''],
      [/^/, 'js', ''],
    ],
    more: { '': 'codestral-embed mistral-embed' },
  },
  openai: {
    catalogue: 'openai',
    rules: [
      [/^gpt-4$|^gpt-4-turbo|^gpt-4o-2024-05-13$/, 's', ''],
      [/-pro$/, '', 'js'],
      [/chat-latest$/, 's', 'j'],
      [/^/, 'js', ''],
    ],
    more: {
      ts: 'gpt-3.5-turbo gpt-3.5-turbo-16k gpt-4-32k gpt-4-turbo-preview',
      tsa: 'gpt-4o-audio-preview gpt-4o-mini-audio-preview gpt-audio gpt-audio-mini',
      js: 'gpt-4o-mini-search-preview gpt-4o-search-preview',
      vs: 'chatgpt-4o-latest',
      sr: 'o1-mini o1-preview',
      tvjsr: 'codex-mini-latest gpt-5.1-codex gpt-5.1-mini',
      'tvs|jr': 'gpt-5.1-chat-latest gpt-5.2-chat-latest gpt-5.3-chat-latest',
      '': 'text-embedding-3-large text-embedding-3-small text-embedding-ada-002',
    },
  },
  openrouter: { catalogue: 'openrouter', rules: [[/^/, 's', 'ja']], more: {} },
  parallel: { catalogue: null, rules: [], more: { 'js|r': 'base core lite speed' } },
  'perplexity-ai': {
    catalogue: null,
    rules: [],
    more: { vjs: 'sonar sonar-pro', vjsr: 'sonar-reasoning-pro', 'jsr|v': 'sonar-deep-research' },
  },
  // Its page on JSON mode lists the models that have it; of tools with the older ones nobody says anything.
  'workers-ai': {
    catalogue: 'cloudflare-workers-ai',
    rules: [
      [/\/llama-3\.3-70b/, 'js', ''],
      [/^/, 's', 'ja'],
    ],
    more: {
      tjs: '@hf/nousresearch/hermes-2-pro-mistral-7b',
      'js|t': [
        '@cf/meta/llama-3-8b-instruct @cf/meta/llama-3.1-70b-instruct @cf/meta/llama-3.1-8b-instruct',
        '@cf/meta/llama-3.1-8b-instruct-fast',
      ].join(' '),
      'vjs|t': '@cf/meta/llama-3.2-11b-vision-instruct',
      'jsr|t': '@cf/deepseek-ai/deepseek-r1-distill-qwen-32b',
      's|tj': [
        '@cf/meta/llama-3-8b-instruct-awq @cf/meta/llama-3.1-8b-instruct-awq @cf/meta/llama-3.1-8b-instruct-fp8',
        '@cf/meta/llama-3.2-1b-instruct @cf/meta/llama-3.2-3b-instruct @cf/meta/llama-2-7b-chat-int8',
        '@cf/mistral/mistral-7b-instruct-v0.1 @cf/qwen/qwen2.5-coder-32b-instruct',
        '@cf/aisingapore/gemma-sea-lion-v4-27b-it',
      ].join(' '),
      's|tvj': '@cf/google/gemma-3-12b-it',
      'sr|tj': '@cf/qwen/qwq-32b',
      'tsr|vj': '@cf/moonshotai/kimi-k2.5',
      '': [
        '@cf/baai/bge-base-en-v1.5 @cf/baai/bge-large-en-v1.5 @cf/baai/bge-m3 @cf/baai/bge-small-en-v1.5',
        '@cf/google/embeddinggemma-300m @cf/pfnet/plamo-embedding-1b @cf/qwen/qwen3-embedding-0.6b',
      ].join(' '),
    },
  },
}
