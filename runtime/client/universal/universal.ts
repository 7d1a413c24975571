// The universal endpoint: steps that are asked in order until one succeeds, each in its provider's own words. Source: the wire contract,
// "endpoints" 1.3.

import { errorIn, parsed } from '../error.ts'
import type { Meta } from '../meta.ts'
import type { Names } from '../names.ts'
import type { Options } from '../options.ts'
import { ask, bodyOf, type Place } from '../place.ts'
import { dataOf } from '../stream.ts'
import type { Answer, AnswerAt, EventAt, Paths, Steps } from './steps.ts'

/** Of a gateway with the universal endpoint. `U`: steps that ask the unified endpoint, where there is one. */
export interface Universals<N extends Names, U = never> {
  /** Throws a GatewayError where no step succeeds. */
  universal<const P extends Paths>(
    steps: Steps<N, U, P>,
    options?: Options<N>,
  ): Promise<HttpAnswer<N, AnswerAt<P[number]>, EventAt<P[number]>>>
}

/** An answer over HTTP. */
export interface HttpAnswer<N extends Names, Body, Event> extends Answer<N, Body, Event> {
  /** As the platform has it, for what is neither JSON nor events. */
  readonly response: Response
}

/** What of a step is looked at here. */
export interface AnyStep {
  readonly provider: string
  readonly endpoint: string
}

/** {@link Universals} of one gateway. */
export function universalAt(place: Place) {
  return async (steps: readonly AnyStep[], options: Options = {}): Promise<HttpAnswer<Names, unknown, unknown>> => {
    const { response, meta } = await ask(place, '', steps, options, slugsOf(steps))
    return {
      meta,
      response,
      json: () => bodyOf(response, meta, options.signal),
      async *events() {
        for await (const data of dataOf(response, meta, options.signal))
          if (data !== '[DONE]') yield eventIn(data, meta)
      },
    }
  }
}

/** Whom each step asks; a model says it in the unified endpoint. */
export function slugsOf(steps: readonly AnyStep[]): readonly string[] {
  return steps.map(({ provider }) => provider)
}

/** Throws the error that an event is. */
export function eventIn(data: string, meta: Meta): unknown {
  const event = parsed(data)
  if (Object(event).error) throw errorIn(event, meta)
  return event
}
