// When requests arrived at an upstream, by its own clock: what delays are measured with.

import type { Answer } from '../../support/answers.ts'

/** An upstream's answer that also notes when each request came. */
export interface Clocked {
  readonly answer: Answer
  /** The times between arrivals, in milliseconds. */
  gaps(): readonly number[]
}

/** Notes arrivals and leaves the answer to another. */
export function clocked(answer: Answer): Clocked {
  const arrivals: number[] = []
  return {
    answer: (request, response) => {
      arrivals.push(performance.now())
      return answer(request, response)
    },
    gaps: () => arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at)),
  }
}
