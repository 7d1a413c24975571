// The steps of time in which analytics are told, and how many points an answer may have: between who asks and who keeps.

/** How long a step is. Days are UTC's. */
export const STEP_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** No more than these are read at once: who gets one more has to ask for less. */
export const MOST_POINTS = 10_000

/** When the step began that a time is in. */
export function stepStart(timeMs: number, lengthMs: number): number {
  return timeMs - (timeMs % lengthMs)
}
