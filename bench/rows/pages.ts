// How long a page of the log may take.

import type { Row } from './row.ts'

const FILTERED = [
  'a provider',
  'a model in 5,000 rows',
  'a status',
  'a cost above',
  'an entry of metadata',
  'a value of metadata',
  'a search',
  'a search, of a provider',
]

/** Milliseconds. */
export const pageRows: readonly Row[] = FILTERED.map((contestant) => ({
  what: `a page of 100,000 rows of the log: ${contestant}`,
  against: '',
  measured: { experiment: 'log-pages', contestant, figure: 'ms' },
  by: null,
  budget: { atMost: 50 },
  unit: 'ms',
}))
