// US dollars <-> whole nano-dollars, in which money is summed: sums of fractions drift.

/** A billion of them are a US dollar. */
export type Nanodollars = number

const IN_A_DOLLAR = 1e9

/** To the nearest. A token of the cheapest model is some twenty of them. */
export function nanodollarsOf(usd: number): Nanodollars {
  return Math.round(usd * IN_A_DOLLAR)
}

/** As people write it: no more digits than it has. */
export function usdText(amount: Nanodollars): string {
  return (amount / IN_A_DOLLAR).toFixed(9).replace(/\.?0+$/, '')
}
