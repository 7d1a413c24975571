// OpenAI's Responses API by a model's name: whole, or bit by bit. The path is the gateway's.

import { errorIn } from '../error.ts'
import type { Told } from '../meta.ts'
import type { Model, Names } from '../names.ts'
import type { AskOptions } from '../options.ts'
import { ask, type Place, told } from '../place.ts'
import { type Gathering, type Stream, streamOf } from '../stream.ts'
import type { ResponsesAnswer, ResponsesEvent, ResponsesRequest } from './shapes.ts'

/** Of a gateway with the unified endpoint. */
export interface Responds<N extends Names> {
  /** Throws a GatewayError. */
  readonly responses: {
    (
      request: ResponsesRequest<Model<N['routes'], N['open'], N['models']>>,
      options?: AskOptions<N>,
    ): Promise<Told<ResponsesAnswer, N>>
    /** The same, bit by bit: `for await` gives the events, `final()` the answer that the last of them tells. */
    stream(
      request: ResponsesRequest<Model<N['routes'], N['open'], N['models']>>,
      options?: AskOptions<N>,
    ): Stream<ResponsesEvent, Told<ResponsesAnswer, N>, N>
  }
}

const RESPONSES = '/compat/responses'

/** {@link Responds} of one gateway. */
export function responsesAt(place: Place): Responds<Names>['responses'] {
  const responses: Responds<Names>['responses'] = async (request, { extraBody, ...options } = {}) =>
    (await told(await ask(place, RESPONSES, { ...request, ...extraBody }, options), options.signal)) as Told<
      ResponsesAnswer,
      Names
    >
  responses.stream = (request, { extraBody, ...options } = {}) =>
    streamOf(
      () => ask(place, RESPONSES, { ...request, ...extraBody, stream: true }, options),
      responsesGathering(),
      options.signal,
    )
  return responses
}

/** The last event has all of it. */
function responsesGathering(): Gathering<ResponsesEvent, Told<ResponsesAnswer, Names>> {
  let answer: ResponsesAnswer | null = null
  return {
    add(event, meta) {
      const { type } = event as { readonly type: string }
      if (type === 'error') throw errorIn(event, meta)
      if (event.type === 'response.failed') throw errorIn(event.response, meta)
      if (event.type === 'response.completed' || event.type === 'response.incomplete') answer = event.response
    },
    isWhole: () => answer !== null,
    whole: (meta) => ({ ...(answer as ResponsesAnswer), meta }),
  }
}
