// Every dialect's sides, each with its stand-in: what the conformance suite, the property tests and the fuzz tests run over. That none is
// missing dialects.test.ts promises.

import { customProviders } from '../../../compiler/3-plan/providers.ts'
import { anthropic as anthropicCaller } from '../../../runtime/dialects/anthropic/caller.ts'
import { anthropic } from '../../../runtime/dialects/anthropic/upstream.ts'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import type { Failure } from '../../../runtime/dialects/chat.ts'
import { cohere } from '../../../runtime/dialects/cohere/upstream.ts'
import type { Caller, UpstreamDialect } from '../../../runtime/dialects/dialect.ts'
import { gemini } from '../../../runtime/dialects/gemini/upstream.ts'
import { openai as openaiCaller } from '../../../runtime/dialects/openai/caller.ts'
import { openai } from '../../../runtime/dialects/openai/upstream.ts'
import { responses } from '../../../runtime/dialects/responses/caller.ts'
import { workersAi } from '../../../runtime/dialects/workers-ai/upstream.ts'
import { anthropic as anthropicProvider } from '../anthropic/provider.ts'
import { bedrock as bedrockProvider } from '../bedrock/provider.ts'
import { cohere as cohereProvider } from '../cohere/provider.ts'
import { gemini as geminiProvider } from '../gemini/provider.ts'
import { openai as openaiProvider } from '../openai/provider.ts'
import type { ProviderSide } from '../provider.ts'
import { workersAi as workersAiProvider } from '../workers-ai/provider.ts'
import { anthropicApplication } from './anthropic-application.ts'
import type { ApplicationSide } from './application.ts'
import { openaiApplication } from './openai-application.ts'
import { responsesApplication } from './responses-application.ts'

/** An upstream side and who stands at its other end. */
export interface UpstreamCase {
  readonly upstream: UpstreamDialect
  readonly provider: ProviderSide
  /** Models whose ways differ; the first one is the conformance suite's. */
  readonly models: readonly [string, ...string[]]
  /** Whether the arguments of several calls may come in any mix. */
  readonly mixes: boolean
  /** What it calls too many requests, in a stream too; `null`: it has no word for it there. */
  readonly tooMany: Pick<Failure, 'type' | 'code'> | null
}

/** A caller's side and who stands at its other end. */
export interface CallerCase {
  readonly caller: Caller
  readonly application: ApplicationSide
}

/** By dialect. */
export const upstreams: { readonly [dialect: string]: UpstreamCase } = {
  anthropic: {
    upstream: anthropic,
    provider: anthropicProvider,
    models: ['claude-sonnet-4-5', 'other-model'],
    mixes: false,
    tooMany: { type: 'rate_limit_error', code: null },
  },
  bedrock: {
    upstream: bedrock,
    provider: bedrockProvider,
    models: [
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'global.anthropic.claude-opus-5-20260801-v1:0',
      'us.amazon.nova-2-lite-v1:0',
      'meta.llama3-3-70b-instruct-v1:0',
    ],
    mixes: true,
    tooMany: { type: 'ThrottlingException', code: null },
  },
  cohere: {
    upstream: cohere,
    provider: cohereProvider,
    models: ['command-a-03-2025'],
    mixes: false,
    tooMany: null,
  },
  gemini: {
    upstream: gemini,
    provider: geminiProvider,
    models: ['gemini-3-flash', 'gemini-2.5-pro'],
    mixes: true,
    tooMany: { type: 'RESOURCE_EXHAUSTED', code: null },
  },
  openai: {
    upstream: openai,
    provider: openaiProvider,
    models: ['gpt-4o-mini', 'gpt-5.2', 'gpt-5.6-sol', 'claude-sonnet-4-5', 'google/gemini-3-flash', 'deepseek-v3.2'],
    mixes: true,
    tooMany: { type: 'rate_limit_error', code: null },
  },
  'workers-ai': {
    upstream: workersAi,
    provider: workersAiProvider,
    models: ['@cf/meta/llama-3.1-8b-instruct', '@cf/zai-org/glm-5.3', '@cf/moonshotai/kimi-k2.6'],
    mixes: true,
    tooMany: { type: null, code: '3040' },
  },
}

/** By dialect. */
export const callers: { readonly [dialect: string]: CallerCase } = {
  anthropic: { caller: anthropicCaller, application: anthropicApplication },
  openai: { caller: openaiCaller, application: openaiApplication },
  responses: { caller: responses, application: responsesApplication },
}

/** Where a provider of a dialect is asked for a model, as the provider rows have it. */
export function pathOf(dialect: string, model: string, stream: boolean): string {
  const api = customProviders[dialect]?.row.apis[0]
  if (api === undefined) throw new Error(`No provider row says where ${dialect} is asked.`)
  const template = (stream && api.streamPath) || api.path
  return `/${template.replace('{+model}', model).replace('{model}', encodeURIComponent(model))}`
}
