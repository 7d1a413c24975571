// A seed in, what looks like chance out: the same on any machine. No cryptography, and none is needed.

/** Draws that a seed decides. */
export interface Chance {
  /** A whole number from 0 to below `end`, 2^32 at most. */
  below(end: number): number
  oneOf<T>(choices: readonly [T, ...T[]] | readonly T[]): T
}

/** SplitMix32: each draw adds a constant and stirs the sum, so that neighbouring seeds have nothing in common. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let stirred = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    stirred = Math.imul(stirred ^ (stirred >>> 15), 0x735a2d97)
    return (stirred ^ (stirred >>> 15)) >>> 0
  }
  const below = (end: number) => Math.floor((next() / 2 ** 32) * end)
  return {
    below,
    oneOf: (choices) => {
      const choice = choices[below(choices.length)]
      if (choice === undefined) throw new Error('unreachable: there is nothing to choose from')
      return choice
    },
  }
}
