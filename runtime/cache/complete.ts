// Whether an answer with a 2xx is a success and all of it is there. HTTP says when a connection broke; it does not say when a
// provider stopped in the middle, or had an error to tell after its 200. Sources: the stream formats of the providers' references.

const EVENTS = 'text/event-stream'
const FRAMES = 'application/vnd.amazon.eventstream'
/** Content types of a JSON value a line. */
export const LINES = /^application\/(?:x-ndjson|jsonl|json-?lines)\b/

/** What a stream of a kind holds from its beginning -> what it ends with. */
export const LAST_WORDS: readonly (readonly [begins: string, ends: RegExp])[] = [
  ['"chat.completion.chunk"', /^data: ?\[DONE\]/m],
  ['"message_start"', /"message_stop"/],
  ['"response.created"', /"response\.(?:in)?complete/],
  ['"candidates"', /"finishReason"/],
]

/** Whether answers of this content type come bit by bit. */
export function isStream(type: string): boolean {
  return type.startsWith(EVENTS) || type.startsWith(FRAMES) || LINES.test(type)
}

/** What is neither a stream nor JSON is as whole as HTTP says. */
export function isComplete(type: string, body: ArrayBuffer): boolean {
  if (type.startsWith(FRAMES)) return areFrames(new Uint8Array(body))
  if (!isStream(type) && !/\bjson\b/.test(type)) return true
  const text = new TextDecoder().decode(body)
  if (type.startsWith(EVENTS)) return areEvents(text)
  try {
    return LINES.test(type) ? areLines(text) : [JSON.parse(text)].flat().every(isSuccess)
  } catch {
    return false
  }
}

/** A body, an event or a line as the providers tell of errors: `{"error": …}`, `{"type": "error"}`. */
export function isSuccess(value: { readonly error?: unknown; readonly type?: unknown } | null): boolean {
  return !value?.error && value?.type !== 'error' && value?.type !== 'response.failed'
}

/** Events end with an empty line, the last one too. */
function areEvents(text: string): boolean {
  if (!/(?:\n\n|\r\r|\r\n\r\n|\[DONE\])\s*$/.test(text.slice(-64))) return false
  if (LAST_WORDS.some(([begins, ends]) => text.includes(begins) && !ends.test(text))) return false
  return text.split(/\r\n\r\n|\n\n|\r\r/).every(isSuccessEvent)
}

function isSuccessEvent(event: string): boolean {
  if (!/error|failed/.test(event)) return true
  const lines = event.split(/\r\n|\n|\r/)
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5))
  try {
    return !lines.some((line) => /^event: ?error$/.test(line)) && isSuccess(JSON.parse(data.join('\n')))
  } catch {
    return true
  }
}

function areLines(text: string): boolean {
  const values = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
  return values.length > 0 && values.every(isSuccess) && values.at(-1).done !== false
}

/** Frames begin with their length and the length of their headers, four bytes each; one that is an exception says so in a header: its name, three bytes of type and length, its value. */
function areFrames(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer)
  let at = 0
  while (at + 16 <= bytes.length) {
    const end = at + view.getUint32(at)
    const headers = new TextDecoder('latin1').decode(bytes.subarray(at + 12, at + 12 + view.getUint32(at + 4)))
    if (end < at + 16 || end > bytes.length || /:message-type.{3}(?:exception|error)/s.test(headers)) return false
    at = end
  }
  return at === bytes.length && at > 0
}
