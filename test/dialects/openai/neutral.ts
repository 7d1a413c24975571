// A neutral request that states nothing, for tests to say something of.

import type { ChatRequest } from '../../../runtime/dialects/chat.ts'
import { blank } from '../blank.ts'

/** One word of a user's, and nothing else. */
export const request: ChatRequest = {
  ...blank,
  model: 'm',
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'hi', cacheControl: null }], name: null }],
}
