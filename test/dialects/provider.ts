// A stand-in for a provider of one dialect: the upstream side turned round. It reads what the gateway writes, and writes what the gateway
// reads, from the provider's API reference and not from the gateway's code. Types only.

import type { ChatEvent, ChatRequest, ChatResponse, Failure, JsonObject } from '../../runtime/dialects/chat.ts'

/** What the conformance suite needs of each dialect. */
export interface ProviderSide {
  /** The path below the provider tells the model and whether to stream, where the body does not. */
  readonly read: (body: JsonObject, path: string) => ChatRequest
  readonly response: (response: ChatResponse) => JsonObject
  /** A whole stream's frames, each one's bytes; joined they are the stream. */
  readonly events: (events: readonly ChatEvent[]) => readonly Uint8Array[]
  readonly failure: (failure: Failure) => JsonObject
  readonly contentType: string
  /** What the dialect cannot say of a request, response or event: taken out of the neutral one before it is compared. */
  readonly expressible: {
    readonly request: (request: ChatRequest) => ChatRequest
    readonly response: (response: ChatResponse) => ChatResponse
  }
}
