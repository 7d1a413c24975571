// What is known of an attempt when it is over: a row of the log, before anything keeps or exports it. Types only.
// Source of the fields: the wire contract, "traffic" 5.15.

import type { TokenUsage } from './token-usage.ts'

/** By which of the gateway's endpoints a request came in. */
export type RequestType = 'native' | 'universal' | 'compat' | 'rest' | 'websocket' | 'realtime' | 'binding'

/** What a caller says of a request in `cf-aig-metadata`: flat, five entries at most. */
export interface Metadata {
  readonly [key: string]: string | number | boolean
}

/** One attempt that reached a decision, or one realtime session. No field of it holds a credential. */
export interface LogRow {
  /** UUIDv7. Of a request's first attempt it is the request's own id. */
  readonly id: string
  /** When the attempt began, in epoch milliseconds. */
  readonly createdAtMs: number
  readonly requestId: string
  readonly eventId: string
  /** The provider's slug, as the YAML has it. */
  readonly provider: string
  /** As it was asked for, else as the provider named it. */
  readonly model: string | null
  /** `chat`, `embeddings`, `image`, `audio`, …, as far as the path tells. */
  readonly modelType: string | null
  /** Below the provider, without a query: that may hold a key. */
  readonly path: string
  /** The YAML's name of the route that was asked for. */
  readonly route: string | null
  readonly step: number
  /** Whether this attempt gave the request's answer: counted over these, requests are counted once. */
  readonly isServed: boolean
  readonly requestType: RequestType
  /** The name of the token that opened the gateway. */
  readonly token: string | null
  /** Whether the gateway asks for tokens. */
  readonly isAuthenticated: boolean
  /** Whether a key that the gateway stores paid for it. */
  readonly isStoredKey: boolean
  readonly userAgent: string | null
  readonly requestContentType: string | null
  readonly responseContentType: string | null
  readonly status: number
  readonly isSuccess: boolean
  readonly cacheStatus: 'HIT' | 'MISS' | 'STALE' | null
  /** How often the provider was asked again. */
  readonly retries: number
  /** From the attempt's beginning to the last byte of its answer. */
  readonly durationMs: number
  /** From the attempt's beginning to the first byte of its answer's body; `null`: there was none. */
  readonly timeToFirstByteMs: number | null
  readonly usage: TokenUsage | null
  /** US dollars; `null`: no price is known for it. 0 for what came from the cache. */
  readonly cost: number | null
  /** Whether the caller or the YAML stated the price. */
  readonly isCustomCost: boolean
  readonly metadata: Metadata
  /** Bytes of the bodies; `null`: not known. */
  readonly requestSize: number | null
  readonly responseSize: number | null
  /** Whether the answer came to its end. */
  readonly isComplete: boolean
  /** What went wrong, in a line. */
  readonly error: string | null
  /** Only of realtime sessions. */
  readonly session: SessionSummary | null
  /** What was sent to the provider, and what it said; `null`: not kept. */
  readonly request: Payload | null
  readonly response: Payload | null
}

/** A body as far as it is kept. */
export interface Payload {
  readonly bytes: Uint8Array
  /** Whether that is all of it. */
  readonly isWhole: boolean
}

/** How a realtime session went; its bytes are the row's sizes. */
export interface SessionSummary {
  readonly framesSent: number
  readonly framesReceived: number
  /** As RFC 6455 7.4 has them. */
  readonly closeCode: number
  readonly closedBy: 'client' | 'provider' | 'gateway'
}
