// A row of the budget: what is measured, what it is divided by, and what must come out. Data: each budget has one place.

/** A series of the run: whose figure, of which experiment. */
export interface Series {
  readonly experiment: string
  readonly contestant: string
  readonly figure: string
}

/** One promise. */
export interface Row {
  readonly what: string
  /** In words; empty: nothing, the figure stands for itself. */
  readonly against: string
  readonly measured: Series
  /** Divides `measured`, round by round; `null`: the figure stands for itself. */
  readonly by: Series | null
  readonly budget: { readonly atLeast: number } | { readonly atMost: number }
  /** Of the figure; `ratio` where there is something that divides it. */
  readonly unit: 'ratio' | 'bytes' | 'ms'
}

/** A row of a ratio whose sides are the same figure of the same experiment. */
export function ratio(
  what: string,
  against: string,
  [experiment, figure]: readonly [experiment: string, figure: string],
  [contestant, other]: readonly [contestant: string, other: string],
  budget: Row['budget'],
): Row {
  const measured = { experiment, contestant, figure }
  return { what, against, measured, by: { ...measured, contestant: other }, budget, unit: 'ratio' }
}
