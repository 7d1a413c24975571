// A provider's signature in, the `encrypted_content` of a reasoning item out, and back: the one field of this API that clients keep and
// return without reading it. The mark tells ours from OpenAI's own, which nobody else can read.

/**
 * What is sealed: the signature of the item's own thought, a thought that only the provider can read, or the signature of the call that
 * follows (`callId`).
 */
export interface Sealed {
  readonly kind: 'signature' | 'redacted' | 'call'
  readonly value: string
  /** Empty but for a call's. */
  readonly callId: string
}

/** The number is a version: what this one does not know it leaves alone. */
const SEALED = /^gatewright\.1:(signature|redacted|call):(\d{1,6}):(.*)$/s

/** `gatewright.1:{kind}:{length of the call id}:{call id}{value}`. */
export function seal({ kind, value, callId }: Sealed): string {
  return `gatewright.1:${kind}:${callId.length}:${callId}${value}`
}

/** What was sealed here; `null`: this is somebody else's. */
export function unseal(text: string): Sealed | null {
  const [, kind, length, rest = ''] = SEALED.exec(text) ?? []
  if (kind === undefined) return null
  return { kind: kind as Sealed['kind'], callId: rest.slice(0, Number(length)), value: rest.slice(Number(length)) }
}
