// Contestants take turns, round by round, so that a noisy minute of the machine falls on all of them. What comes out has a number
// for each round under each figure: rounds of the same number are pairs.

/** Figures of one round, by name. The name says the unit: `perSecond`, `cpuMsPerRequest`. */
export interface Figures {
  readonly [figure: string]: number
}

/** What an experiment measured: by contestant and figure, a number for each round. */
export interface Samples {
  readonly [contestant: string]: { readonly [figure: string]: readonly number[] }
}

/** Takes turns. Odd rounds go backwards: nobody always comes after the same one. */
export async function takeTurns<Name extends string>(
  contestants: readonly Name[],
  rounds: number,
  measure: (contestant: Name, round: number) => Promise<Figures>,
): Promise<Samples> {
  const samples: { [contestant: string]: { [figure: string]: number[] } } = {}
  for (let round = 0; round < rounds; round++) {
    for (const contestant of round % 2 === 0 ? contestants : [...contestants].reverse()) {
      const figures = await measure(contestant, round)
      samples[contestant] ??= {}
      for (const [figure, value] of Object.entries(figures)) {
        const series = samples[contestant]
        series[figure] ??= []
        series[figure].push(value)
      }
    }
  }
  return Object.fromEntries(contestants.flatMap((name) => (samples[name] ? [[name, samples[name]]] : [])))
}
