// What a dialect is made of. The caller's side reads requests and writes answers; the upstream's side writes requests and reads
// answers. Both are pure: no clock, no chance, no network. A bundle holds just the sides that its gateways need. Types only.

import type { ChatEvent, ChatRequest, ChatResponse, Failure, JsonObject } from './chat.ts'
import type { EmbeddingsRequest, EmbeddingsResponse } from './embeddings.ts'

/** Collects what could not be said in another dialect. */
export interface Loss {
  /** A field by the name that callers know it by: `seed`, `logprobs`, `messages.audio`, `tools.strict`. Once is enough. */
  readonly drop: (field: string) => void
}

/** The side that faces the application. */
export interface Caller {
  /**
   * Reads a request's body. Throws a GatewayError (`invalidRequest`) that names the field for one that is not of this dialect.
   * Top-level fields that it does not know go to `extras`; a kind of part or tool that it does not know is dropped by name.
   */
  readonly read: (body: JsonObject, loss: Loss) => ChatRequest
  readonly response: (response: ChatResponse, request: ChatRequest) => JsonObject
  /** An error's body; its status is the failure's. */
  readonly failure: (failure: Failure) => JsonObject
  /** For one stream: holds what it must remember. */
  readonly events: (request: ChatRequest) => EventWriter
}

/** Writes a stream of server-sent events. */
export interface EventWriter {
  /** The text to send for an event, empty for none. */
  readonly write: (event: ChatEvent) => string
}

/** The side that faces the provider. */
export interface Upstream {
  /** The body for a request, with the fields that this dialect has for it; names in `loss` what it has none for. */
  readonly write: (request: ChatRequest, loss: Loss) => Written
}

/** A request in a provider's words, and how its answer is read. */
export interface Written {
  readonly body: JsonObject
  readonly answer: Answer
}

/** Reads the answer to one request. */
export interface Answer {
  /** Throws an Unreadable for what is no answer of this dialect. */
  readonly response: (body: unknown) => ChatResponse
  /** For one stream: holds what it must remember. */
  readonly events: () => EventReader
}

/** Reads a stream. */
export interface EventReader {
  /** What a frame says; nothing for one that says nothing. Throws an Unreadable for what is no frame of this dialect. */
  readonly read: (frame: Frame) => readonly ChatEvent[]
  /** What is left to say when the stream ends: a whole one has said `end` already or says it now, a cut one gets a `failure`. */
  readonly finish: () => readonly ChatEvent[]
}

/** What a dialect has beside its requests: the same for all of them. */
export interface Wire {
  /** Splits a stream's bytes into frames, however they were cut. */
  readonly frames: () => Splitter
  /** Reads an error's body: parsed JSON, or the text that it was. */
  readonly failure: (status: number, body: unknown) => Failure
}

/** One frame of a stream: a server-sent event, or a message of AWS's event streams. */
export interface Frame {
  /** The event's name; `null`: none. Of AWS's: `:event-type`, or `:exception-type` behind an `!`. */
  readonly event: string | null
  readonly data: string
}

/** Turns bytes into frames, in time linear in the bytes. Holds the unfinished frame. */
export interface Splitter {
  readonly push: (bytes: Uint8Array) => readonly Frame[]
  /** The last frame, where a stream ended without its separator. */
  readonly finish: () => readonly Frame[]
}

/** A whole upstream side: what the emitted entry hands in by the dialect's name. */
export interface UpstreamDialect extends Upstream, Wire {}

/** Embeddings have one caller's shape, OpenAI's, and an upstream side for each dialect that has them. */
export interface EmbeddingsUpstream {
  readonly write: (request: EmbeddingsRequest, loss: Loss) => JsonObject
  /** Throws an Unreadable. */
  readonly read: (body: unknown) => EmbeddingsResponse
  readonly failure: Wire['failure']
}
