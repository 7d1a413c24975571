// What an answer of the Responses API used, whole or in the event that ends it (`response.completed`, `.incomplete`, `.failed`, and
// `response.done` of a realtime session). Source: OpenAI's API reference, "Responses", and the types of its SDK.

import type { UsageDialect } from '../../logs/token-usage.ts'
import { objectOf, textOf } from '../loose.ts'
import { usage as openai, tokensOf } from '../openai/usage.ts'

/** Counted as chats are, under names of its own. */
export const usage: UsageDialect = {
  words: openai.words,
  read: (said, before) => {
    const isEvent = textOf(said.type)?.startsWith('response.') === true
    return isEvent || said.object === 'response'
      ? tokensOf(objectOf(isEvent ? said.response : said).usage, before)
      : null
  },
}
