// The signature of a call, which Gemini wants back with it and Anthropic's blocks have no place for: it goes to the caller as a thought that
// nobody can read, just before the call, and comes back as one. Both ways.

const MARK = 'gatewright.call:'

/** What the block's `data` is. */
export function hidden(signature: string): string {
  return MARK + signature
}

/** The signature in it; `null` for a thought of the provider's own. */
export function revealed(data: unknown): string | null {
  return typeof data === 'string' && data.startsWith(MARK) ? data.slice(MARK.length) : null
}
