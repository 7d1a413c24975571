// Thought signatures. A provider's own is opaque, and a foreign one makes Gemini refuse the whole request ("Corrupted thought signature").
// In a chain of providers a client holds those of several, and sends them all back: so Gemini's leave here with a mark, and only marked
// ones go up again. Those of calls have a place of their own in every caller's dialect, and need none.

/** No base64 holds a colon: no other provider's signature looks like this. */
const MARK = 'gemini:'

/**
 * What stands in for the signature of a call that Gemini did not make itself, or whose signature the client did not keep: Gemini 3
 * refuses the first call of a turn without one. Source: "Thought signatures", ai.google.dev and cloud.google.com; Vertex AI knows this
 * word only.
 */
export const UNSIGNED_CALL = 'skip_thought_signature_validator'

/** A thought's signature as clients get it. */
export function marked(signature: string): string {
  return MARK + signature
}

/** A thought's signature as Gemini gave it; `null`: it is another provider's. */
export function unmarked(signature: string): string | null {
  return signature.startsWith(MARK) ? signature.slice(MARK.length) : null
}
