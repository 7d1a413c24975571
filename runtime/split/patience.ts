// Whether to wait for a state that has been late. After some calls in a row that got no answer in time, requests go on without it at once,
// and one a second finds out whether it answers again: a stalled bucket costs some requests their wait, and not all.

const MOST_LATE = 3
const PROBE_EVERY_MS = 1000

/** What calls have come to lately. */
export interface Patience {
  /** Whether a call that a request waits for is worth making now. */
  mayWait(): boolean
  /** A call was answered, if only by saying that it failed. */
  answered(): void
  /** A call was not answered in time. */
  late(): void
}

/** Nothing was late yet. */
export function patience(): Patience {
  let lateInARow = 0
  let nextProbeMs = 0
  return {
    mayWait() {
      if (lateInARow < MOST_LATE) return true
      const nowMs = Date.now()
      if (nowMs < nextProbeMs) return false
      nextProbeMs = nowMs + PROBE_EVERY_MS
      return true
    },
    answered() {
      lateInARow = 0
    },
    late() {
      lateInARow++
      if (lateInARow === MOST_LATE) nextProbeMs = Date.now() + PROBE_EVERY_MS
    },
  }
}
