// What the rules know of providers: their slugs, which settings each takes, and by what other names they go.
// The slugs are the schema's own; test/diagnostics/vendors.test.ts holds the settings equal to phase 3's rows.

import { schema } from './schema.ts'

/** The built-in providers, in alphabetical order. */
export const slugs: readonly string[] = Object.keys(schema.$defs?.providers?.properties ?? {})

const customNames = Object.keys(schema.$defs?.providers?.patternProperties ?? {}).map((pattern) => new RegExp(pattern))

/** Settings that only some providers have a use for. */
export const selective: readonly string[] = [
  'account',
  'binding',
  'deployment',
  'dialect',
  'project',
  'region',
  'resource',
]

// Maps, not objects: a slug may be `__proto__`.
const taken: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws-bedrock', ['region']],
  ['azure-openai', ['deployment', 'resource']],
  ['google-vertex-ai', ['project', 'region']],
  ['workers-ai', ['account', 'binding']],
])

const takenByDialect: ReadonlyMap<string, readonly string[]> = new Map([['bedrock', ['region']]])

/** Whether the name is one of the user's own. */
export function isCustom(slug: string): boolean {
  return customNames.some((name) => name.test(slug))
}

/** Which of the selective settings a provider takes; for a custom provider its dialect decides. */
export function settingsOf(slug: string, dialect: string | null): readonly string[] {
  if (isCustom(slug)) return ['dialect', ...(takenByDialect.get(dialect ?? '') ?? [])]
  return taken.get(slug) ?? []
}

/** Providers whose APIs are for speech, images or jobs: there is no chat in them. */
export const withoutChats: readonly string[] = [
  'cartesia',
  'deepgram',
  'elevenlabs',
  'fal',
  'huggingface',
  'ideogram',
  'replicate',
]

/** What has to be stated before a provider can be asked for a model by name: it stands in the path, and nothing else says it. */
export const neededForModels: ReadonlyMap<string, readonly string[]> = new Map([
  ['azure-openai', ['resource']],
  ['google-vertex-ai', ['project', 'region']],
])

/** Providers that answer without a network: there is no upstream to have a key or an address. */
export const builtins: readonly string[] = ['echo']

/** Settings that have nothing to act on once `url` replaces the base, by slug: they stand in the base, or choose it. */
export const lostToUrl: ReadonlyMap<string, readonly string[]> = new Map([
  ['google-vertex-ai', ['project', 'region']],
  ['workers-ai', ['account']],
])

const otherNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['bedrock', ['aws-bedrock']],
  ['aws', ['aws-bedrock']],
  ['azure', ['azure-openai']],
  ['chatgpt', ['openai']],
  ['claude', ['anthropic']],
  ['cf', ['workers-ai']],
  ['cloudflare', ['workers-ai']],
  ['gemini', ['google-ai-studio', 'google-vertex-ai']],
  ['google', ['google-ai-studio', 'google-vertex-ai']],
  ['mistralai', ['mistral']],
  ['perplexity', ['perplexity-ai']],
  ['vertex', ['google-vertex-ai']],
  ['xai', ['grok']],
])

/** The providers that go by another name; `null` where the name is not known as one. */
export function slugsMeantBy(name: string): readonly string[] | null {
  return otherNames.get(name.toLowerCase().replace(/[^a-z0-9]/g, '')) ?? null
}
