// One request on a socket: its frames in as they come, its answer out. Promises that it ends once: with its last frame, with an error, or
// when nobody wants it any more. Source of the frames: the wire contract, "endpoints" 1.6 F.

import { errorIn, GatewayError, saidError } from '../error.ts'
import type { Meta } from '../meta.ts'
import type { Names } from '../names.ts'
import type { Answer } from '../universal/steps.ts'

/** What the gateway sends. */
export interface SocketFrame {
  readonly type: string
  readonly metadata: {
    readonly eventId: string
    readonly step?: string
    readonly cacheStatus?: Meta['cacheStatus']
    readonly logId?: string
  }
  readonly response?: unknown
  readonly status?: number
}

/** A request under way. */
export interface Exchange {
  /** Settles with the first frame. */
  readonly answer: Promise<Answer<Names, unknown, unknown>>
  hear(frame: SocketFrame): void
  /** Ends it with this. */
  fail(reason: unknown): void
}

/** `slugs`: whom its steps ask. `leave` is called once, when it is over; `false`: nobody waits for the end that the gateway has not told. */
export function exchangeOf(slugs: readonly (string | null)[], leave: (isTold: boolean) => void): Exchange {
  const waiting: unknown[] = []
  let failure: { readonly reason: unknown } | null = null
  let isOver = false
  let wake = () => {}
  let settle = (_: Answer<Names, unknown, unknown>) => {}
  let refuse = (_: unknown) => {}
  const answer = new Promise<Answer<Names, unknown, unknown>>((resolve, reject) => {
    settle = resolve
    refuse = reject
  })

  function finish(isTold: boolean, thrown: typeof failure = null): void {
    if (isOver) return
    isOver = true
    failure = thrown
    if (failure) refuse(failure.reason)
    leave(isTold)
    wake()
  }

  async function* events(meta: Meta): AsyncGenerator<unknown, void> {
    try {
      for (;;) {
        while (waiting.length > 0) {
          const event = waiting.shift()
          if (Object(event).error) throw errorIn(event, meta)
          if (event !== '[DONE]') yield event
        }
        if (failure) throw failure.reason
        if (isOver) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      finish(false)
    }
  }

  return {
    answer,
    hear(frame) {
      const { type, response } = frame
      const meta = metaOfFrame(frame, slugs)
      if (type === 'universal.error') {
        const { status = null } = frame
        const body = Object.hasOwn(frame, 'description') ? frame : { ...Object(response), ...frame }
        finish(true, { reason: saidError(body, { ...meta, status }) })
      } else if (type === 'universal.done') {
        finish(true)
      } else if (type === 'universal.created') {
        const isStream = !Object.hasOwn(frame, 'response')
        const json = async () => {
          if (isStream) throw new GatewayError('The answer comes bit by bit: read it with events().', meta)
          return response
        }
        settle({ meta, json, events: () => events(meta) })
        if (!isStream) finish(true)
      } else {
        waiting.push(response)
        wake()
      }
    },
    fail: (reason) => finish(false, { reason }),
  }
}

function metaOfFrame({ metadata }: SocketFrame, slugs: readonly (string | null)[]): Meta {
  const step = Number(metadata.step ?? 0)
  return {
    provider: slugs[step] ?? null,
    model: null,
    step,
    cacheStatus: metadata.cacheStatus ?? null,
    logId: metadata.logId ?? null,
    requestId: null,
    eventId: metadata.eventId,
    dropped: [],
  }
}
