// The steps of the universal endpoint and its answers, as types: the path that a step asks says what its body is, and which providers have
// it. Types only. Source: the wire contract, "endpoints" 1.3.

import type { ChatQuery } from '../chat/shapes.ts'
import type { EmbeddingsRequest } from '../embed.ts'
import type { Meta } from '../meta.ts'
import type { Json, Model, Names } from '../names.ts'
import type { ResponsesQuery } from '../responses/shapes.ts'
import type { Endpoints } from './queries.ts'

/** What all steps may say, each for itself. */
export interface StepSettings {
  /** Over the request's own: the provider's key, or `cf-aig-…` settings. */
  readonly headers?: { readonly [name: string]: string | number | boolean | Json } | undefined
  readonly config?:
    | {
        /** Milliseconds. */
        readonly requestTimeout?: number | undefined
        readonly maxAttempts?: number | undefined
        /** Milliseconds. */
        readonly retryDelay?: number | undefined
        readonly backoff?: 'constant' | 'linear' | 'exponential' | undefined
      }
    | undefined
}

/** A step that asks a provider in its own words. */
export interface Step<N extends Names, Path extends string> extends StepSettings {
  readonly provider: Path extends keyof Endpoints
    ? N['speaking'][Endpoints[Path]['dialect'] & keyof N['speaking']]
    : N['providers']
  /** Below the provider, without a slash in front. */
  readonly endpoint: Path
  readonly query: Path extends keyof Endpoints ? Endpoints[Path]['query'] : Json
}

/** What the unified endpoint takes, by path. */
interface Unified<N extends Names> {
  'chat/completions': ChatQuery<Model<N['routes'], N['open'], N['models']>>
  responses: ResponsesQuery<Model<N['routes'], N['open'], N['models']>>
  embeddings: EmbeddingsRequest<Model<N['routes'], N['open'], N['models']>>
}

/** A step that asks the unified endpoint, for a model or a route. */
export type UnifiedStep<N extends Names> = {
  [Path in keyof Unified<N>]: StepSettings & {
    readonly provider: 'compat'
    readonly endpoint: Path
    readonly query: Unified<N>[Path]
  }
}[keyof Unified<N>]

/** The paths of the steps, in order. */
export type Paths = readonly (Extract<keyof Endpoints, string> | (string & {}))[]

/** The steps that ask at these paths. `U`: steps that ask in other ways. */
export type Steps<N extends Names, U, P extends Paths> = { readonly [I in keyof P]: U | Step<N, P[I] & string> }

/** What is answered at these paths. */
export type AnswerAt<Path> = Path extends keyof Endpoints ? Endpoints[Path]['answer'] : unknown

/** What a stream from there says. */
export type EventAt<Path> = Path extends keyof Endpoints ? Endpoints[Path]['event'] : unknown

/** An answer of one of the steps, in the words of its provider: `meta.step` says whose. Its body can be read once. */
export interface Answer<N extends Names, Body, Event> {
  readonly meta: Meta<N>
  json(): Promise<Body>
  /** What a stream says, event by event: JSON where it is JSON. Whoever stops reading ends the request. */
  events(): AsyncIterable<Event>
}
