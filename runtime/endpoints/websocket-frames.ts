// What a client is told, as frames. Sources: the wire contract, "endpoints" 1.6 F, which leaves `universal.error` open: it is ours.

/** What of an answer its frames tell beside it. */
export interface Metadata {
  /** `null`: the frame it is about had none. */
  readonly eventId: string | null
  readonly cacheStatus?: string
  readonly logId?: string
  /** Which step answered, in decimal. */
  readonly step?: string
  /** With `;base64` behind it where the response is that. */
  readonly contentType?: string
  /** The event's name, of events in a stream that have one. */
  readonly event?: string
}

/** Of a request: what went wrong, as over HTTP. */
export interface Complaint {
  readonly status: number
  readonly error: unknown
  /** What to do about it, where the gateway itself complains. */
  readonly description?: string
}

/** The answer, as JSON, or without one the beginning of a stream. */
export function createdFrame(metadata: Metadata, response: string | null): string {
  return frame('universal.created', metadata, response)
}

/** An event of a stream: its data, as JSON. */
export function streamFrame(metadata: Metadata, response: string): string {
  return frame('universal.stream', metadata, response)
}

/** The end of a stream. */
export function doneFrame(metadata: Metadata): string {
  return frame('universal.done', metadata, null)
}

/** The end of a request that failed; a provider's own words, as JSON, beside what the gateway makes of them. */
export function errorFrame(metadata: Metadata, complaint: Complaint, response: string | null): string {
  return frame('universal.error', metadata, response, complaint)
}

/** A text that is JSON as it is, to the digit; any other as a string. */
export function jsonOf(text: string): string {
  try {
    JSON.parse(text)
    return text
  } catch {
    return JSON.stringify(text)
  }
}

/** A provider's JSON is not written anew: no number of it changes. */
function frame(type: string, metadata: Metadata, response: string | null, more: object = {}): string {
  const told = JSON.stringify({ type, metadata, ...more })
  return response === null ? told : `${told.slice(0, -1)},"response":${response}}`
}
