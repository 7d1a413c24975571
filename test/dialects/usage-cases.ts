// Every dialect's usage cases and its reader: what usage.test.ts runs over, and the tests of prices read.

import { usage as anthropic } from '../../runtime/dialects/anthropic/usage.ts'
import { usage as bedrock } from '../../runtime/dialects/bedrock/usage.ts'
import { usage as cohere } from '../../runtime/dialects/cohere/usage.ts'
import { usage as gemini } from '../../runtime/dialects/gemini/usage.ts'
import { usage as openai } from '../../runtime/dialects/openai/usage.ts'
import { usage as responses } from '../../runtime/dialects/responses/usage.ts'
import { usage as workersAi } from '../../runtime/dialects/workers-ai/usage.ts'
import type { UsageDialect } from '../../runtime/logs/token-usage.ts'
import { cases as anthropicCases } from './anthropic/usage-cases.ts'
import { cases as bedrockCases } from './bedrock/usage-cases.ts'
import { cases as cohereCases } from './cohere/usage-cases.ts'
import { cases as geminiCases } from './gemini/usage-cases.ts'
import { cases as openaiCases } from './openai/usage-cases.ts'
import { cases as responsesCases } from './responses/usage-cases.ts'
import type { UsageCase } from './usage-case.ts'
import { cases as workersAiCases } from './workers-ai/usage-cases.ts'

/** By dialect. */
export const usageCases: { readonly [dialect: string]: readonly UsageCase[] } = {
  openai: openaiCases,
  responses: responsesCases,
  anthropic: anthropicCases,
  gemini: geminiCases,
  bedrock: bedrockCases,
  cohere: cohereCases,
  'workers-ai': workersAiCases,
}

/** By dialect. */
export const usageReaders: { readonly [dialect: string]: UsageDialect } = {
  openai,
  responses,
  anthropic,
  gemini,
  bedrock,
  cohere,
  'workers-ai': workersAi,
}
