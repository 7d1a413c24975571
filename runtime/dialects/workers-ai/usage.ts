// What an answer of Workers AI used, in whichever of its models' shapes, bare or in the REST API's envelope.
// Source: developers.cloudflare.com/workers-ai, the models' schemas.

import type { UsageDialect } from '../../logs/token-usage.ts'
import { isObject } from '../loose.ts'
import { usage as openai } from '../openai/usage.ts'
import { usage as responses } from '../responses/usage.ts'

/** They are OpenAI's shapes, and `{response, usage}`, which counts alike. */
export const usage: UsageDialect = {
  words: openai.words,
  read: (said, before) => {
    const answer = isObject(said.result) ? said.result : said
    return openai.read(answer, before) ?? responses.read(answer, before)
  },
}
