// The side that faces an application with Anthropic's SDK, or Claude Code: its requests in, messages, streams and errors out.
// Source: Anthropic's API reference and the type definitions of @anthropic-ai/sdk 1.12.

import type { Caller } from '../dialect.ts'
import { readRequest } from './caller/read-request.ts'
import { eventWriter } from './caller/write-events.ts'
import { writeMessage } from './caller/write-message.ts'
import { writeFailure } from './errors.ts'

/** Anthropic's Messages API, as an application speaks it. */
export const anthropic: Caller = {
  read: readRequest,
  response: writeMessage,
  failure: writeFailure,
  events: eventWriter,
}
