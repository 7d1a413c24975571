// A stand-in for an application of one dialect: the caller's side turned round. It writes what the gateway reads, and reads what the gateway
// writes, from the API's reference and with the vendor's own SDK, and not from the gateway's code. Types only.

import type { ChatRequest, ChatResponse, Failure, JsonObject } from '../../../runtime/dialects/chat.ts'

/** What the conformance suite needs of each dialect that callers speak. */
export interface ApplicationSide {
  /** The body that asks this. */
  readonly ask: (request: ChatRequest) => JsonObject
  /** What the body of a whole answer says. */
  readonly understand: (body: JsonObject) => ChatResponse
  /** The body of the whole answer that the SDK makes of a stream. Rejects with the SDK's own error. */
  readonly accumulate: (stream: string, status?: number) => Promise<JsonObject>
  /** What the body of an error says. */
  readonly failure: (body: JsonObject) => Pick<Failure, 'type' | 'message'>
  /** What this API cannot say of a request or an answer is taken out; what it must state and nobody did is filled in. */
  readonly expressible: {
    readonly request: (request: ChatRequest) => ChatRequest
    readonly response: (response: ChatResponse, request: ChatRequest) => ChatResponse
  }
}
