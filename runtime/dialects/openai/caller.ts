// The openai dialect as an application speaks it: Chat Completions requests are read, completions and their streams are written.

import type { Caller } from '../dialect.ts'
import { readRequest } from './read-request.ts'
import { writeEvents } from './write-events.ts'
import { writeFailure, writeResponse } from './write-response.ts'

/** Handed to the Worker by its entry. Source: OpenAI's API reference, Chat Completions. */
export const openai: Caller = {
  read: readRequest,
  response: writeResponse,
  failure: writeFailure,
  events: writeEvents,
}
