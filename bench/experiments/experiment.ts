// What is measured together, in one run: who takes part, and what figures come out. Rows of the budget read them by name.

import type { Stage } from '../stage.ts'
import type { Samples } from '../support/rounds.ts'

/** How long to take. */
export interface Effort {
  /** Only what the budget needs, in as little time as gives a figure at all. */
  readonly quick: boolean
  readonly rounds: number
  /** Of load, for one contestant in one round. */
  readonly seconds: number
}

/** An experiment. */
export interface Experiment {
  readonly name: string
  /** `--only` takes all of one group. */
  readonly group: string
  /** What is done, for the report: a sentence. */
  readonly says: string
  /** Whose figures the report divides the others' by; `null`: nobody's. */
  readonly baseline: string | null
  /** Whether the budget needs it. */
  readonly budgeted: boolean
  readonly run: (stage: Stage, effort: Effort) => Promise<Samples>
}
