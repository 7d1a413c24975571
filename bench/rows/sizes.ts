// What a build may weigh, and what a process may grow by.

import type { Row } from './row.ts'

const bytesOf = (contestant: string) => ({ experiment: 'bundles', contestant, figure: 'gzipBytes' })
const megabytes = (after: number) => ({ experiment: 'memory', contestant: 'none', figure: `after${after}Megabytes` })

/** Bytes, and memory by memory. */
export const sizeRows: readonly Row[] = [
  {
    what: 'smallest gateway, minified + gzip',
    against: '',
    measured: bytesOf('smallest'),
    by: null,
    budget: { atMost: 8 * 1024 },
    unit: 'bytes',
  },
  {
    what: 'all providers and doors, cache, limit, minified + gzip',
    against: '',
    measured: bytesOf('all providers and doors'),
    by: null,
    budget: { atMost: 60 * 1024 },
    unit: 'bytes',
  },
  {
    what: 'everything on, minified + gzip',
    against: '',
    measured: bytesOf('everything'),
    by: null,
    budget: { atMost: 60 * 1024 },
    unit: 'bytes',
  },
  {
    what: 'memory after 50,000 requests',
    against: 'after 10,000',
    measured: megabytes(50_000),
    by: megabytes(10_000),
    budget: { atMost: 1.05 },
    unit: 'ratio',
  },
]
