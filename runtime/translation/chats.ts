// Chats between a caller's dialect and a provider's: the request one way, the answer, its stream and its errors the other.

import { lazyPayload } from '../attempts/payload.ts'
import type { Caller, UpstreamDialect } from '../dialects/dialect.ts'
import type { Translate } from '../endpoints/ask.ts'
import type { Asked } from '../endpoints/asked.ts'
import { answerIn } from './answer.ts'
import { lossOf } from './loss.ts'

/** The sides that this bundle holds: callers by their API, providers by their dialect. */
export interface Sides {
  readonly callers: { readonly [api: string]: Caller }
  readonly upstreams: { readonly [dialect: string]: UpstreamDialect }
}

/** Their {@link Translate}. */
export function chats({ callers, upstreams }: Sides): Translate {
  return (asked, { dialect }, model, unsupported) => {
    const caller = callers[asked.api]
    const upstream = upstreams[dialect]
    if (caller === undefined || upstream === undefined) throw new Error(`no ${asked.api} to ${dialect} in this bundle`)
    const loss = lossOf(unsupported)
    const said = once(() => say(asked, model, caller, upstream, loss))
    return {
      payload: lazyPayload(() => {
        const text = JSON.stringify(said().written.body)
        loss.settle()
        return text
      }),
      translation: {
        dropped: loss.named,
        answer: (response) => answerIn(response, said().request, said().written.answer, caller, upstream),
      },
    }
  }
}

function say(
  { body }: Asked,
  model: string,
  caller: Caller,
  upstream: UpstreamDialect,
  loss: ReturnType<typeof lossOf>,
) {
  const request = { ...caller.read(body, loss), model }
  return { request, written: upstream.write(request, loss) }
}

/** The value of the first call, for all calls. What it throws, it throws each time. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
