// How long the command line may take.

import type { Row } from './row.ts'

const ms = (contestant: string) => ({ experiment: 'commands', contestant, figure: 'ms' })

/** Milliseconds, from a process's start to its end. */
export const compileRows: readonly Row[] = [
  {
    what: '`check` of the examples',
    against: '',
    measured: ms('check'),
    by: null,
    budget: { atMost: 250 },
    unit: 'ms',
  },
  {
    what: '`build` of the examples',
    against: '',
    measured: ms('build'),
    by: null,
    budget: { atMost: 1_500 },
    unit: 'ms',
  },
]
