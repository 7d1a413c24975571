// Chat completions by a model's name: whole, or bit by bit. Source: the wire contract, "endpoints" 1.4.

import type { Told } from '../meta.ts'
import type { Model, Names } from '../names.ts'
import type { AskOptions } from '../options.ts'
import { ask, type Place, told } from '../place.ts'
import { type Stream, streamOf } from '../stream.ts'
import { chatGathering } from './gathering.ts'
import type { ChatChunk, ChatCompletion, ChatRequest } from './shapes.ts'

/** Of a gateway with the unified endpoint. */
export interface Chats<N extends Names> {
  /** Asks a model, or a route: the first of its steps that succeeds answers. Throws a GatewayError. */
  readonly chat: {
    (
      request: ChatRequest<Model<N['routes'], N['open'], N['models']>>,
      options?: AskOptions<N>,
    ): Promise<Told<ChatCompletion, N>>
    /** The same, bit by bit: `for await` gives the chunks, `final()` the completion that they make. */
    stream(
      request: ChatRequest<Model<N['routes'], N['open'], N['models']>>,
      options?: AskOptions<N>,
    ): Stream<ChatChunk, Told<ChatCompletion, N>, N>
  }
}

const CHAT = '/compat/chat/completions'

/** {@link Chats} of one gateway. */
export function chatAt(place: Place): Chats<Names>['chat'] {
  const chat: Chats<Names>['chat'] = async (request, { extraBody, ...options } = {}) =>
    (await told(await ask(place, CHAT, { ...request, ...extraBody }, options), options.signal)) as Told<
      ChatCompletion,
      Names
    >
  chat.stream = (request, { extraBody, ...options } = {}) =>
    streamOf(
      () => ask(place, CHAT, { ...request, ...extraBody, stream: true }, options),
      chatGathering(),
      options.signal,
    )
  return chat
}
