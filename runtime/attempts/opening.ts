// How an answer begins: whether a stream's first events, or the first bytes of JSON, are an error, content, or nothing yet.

/** `undefined`: nothing yet, which is no answer once it has `ended`. Is given the bytes as they come. */
export type Opening = (bytes: Uint8Array, ended: boolean) => 'content' | 'error' | undefined

/** What knows more of how streams begin; attempts/stage.ts. */
export interface Stage {
  /** Whether a model says something in an event's data. */
  readonly isContent: (data: string) => boolean
  readonly openingOfFrames: () => Opening
}

/** More events than this set no stage. */
export const MOST_EVENTS = 64
/** The vendors' error events, and the end mark before anything was said. */
const ERROR_EVENT = /^event: ?error$|^data: ?(?:\[DONE\]|\{\s*"(?:error"\s*:\s*[{"]|type"\s*:\s*"error"))/m
const EVENT_END = /\r\n\r\n|\n\n|\r\r/g

/** By an answer's content type; `null`: it is what it is. Without a `stage` any event with data is content. */
export function openingOf(type: string, stage: Stage | null): Opening | null {
  if (type.startsWith('text/event-stream')) return openingOfEvents(stage)
  if (type.startsWith('application/json')) return openingOfJson()
  return stage !== null && type.startsWith('application/vnd.amazon.eventstream') ? stage.openingOfFrames() : null
}

/** Comments and events without data say nothing. */
function openingOfEvents(stage: Stage | null): Opening {
  const decoder = new TextDecoder()
  let rest = ''
  let events = 0
  return (bytes, ended) => {
    let from = Math.max(0, rest.length - 3)
    rest += decoder.decode(bytes, { stream: true })
    if (ended) rest += '\n\n'
    for (;;) {
      EVENT_END.lastIndex = from
      const end = EVENT_END.exec(rest)
      if (end === null) return ended ? 'error' : undefined
      const event = rest.slice(0, end.index)
      rest = rest.slice(EVENT_END.lastIndex)
      from = 0
      if (ERROR_EVENT.test(event)) return 'error'
      const data = event.replace(/^(?!data:).*$|^data: ?/gm, '').trim()
      if ((data !== '' && stage?.isContent(data) !== false) || ++events > MOST_EVENTS) return 'content'
    }
  }
}

/** `{"error": …}` with something in it is one, and so is nothing at all. */
function openingOfJson(): Opening {
  const decoder = new TextDecoder()
  let start = ''
  return (bytes, ended) => {
    start = (start + decoder.decode(bytes, { stream: true })).trimStart()
    if (!ended && start.length < 32 && !start.endsWith('}')) return undefined
    return start === '' || /^\{\s*"error"\s*:\s*(?:\{|"[^"])/.test(start) ? 'error' : 'content'
  }
}
