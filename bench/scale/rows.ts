// What is promised of many gateways: rows of the budget, as all others.

import { type Row, ratio } from '../rows/row.ts'
import { MANY } from './builds.ts'

const MIB = 1024 * 1024
const many = `${MANY} gateways`
const thousand = '1000 gateways'

/** What Cloudflare takes of a Worker, uncompressed, with its text modules. */
const WORKER_BYTES = 64 * MIB
/** What Cloudflare gives a Worker that runs, of which half is left to requests. */
const ISOLATE_BYTES = 128 * MIB

/** Held to what the experiments of this folder measure. */
export const scaleRows: readonly Row[] = [
  {
    what: '`build` of 1,000 gateways',
    against: '',
    measured: { experiment: 'scale-compile', contestant: thousand, figure: 'buildMs' },
    by: null,
    budget: { atMost: 5_000 },
    unit: 'ms',
  },
  ratio(
    '`build` of 10,000 gateways, for each',
    'the same of 1,000',
    ['scale-compile', 'buildMsPerGateway'],
    [many, thousand],
    { atMost: 1.5 },
  ),
  {
    what: 'Worker and table of 10,000 gateways',
    against: '',
    measured: { experiment: 'scale-sizes', contestant: many, figure: 'bundleBytes' },
    by: null,
    budget: { atMost: WORKER_BYTES / 2 },
    unit: 'bytes',
  },
  ratio('cold start with 10,000 gateways', 'an empty Worker', ['scale-cold', 'firstAnswerMs'], [many, 'empty'], {
    atMost: 2,
  }),
  ratio(
    'lookup, any of 10,000 gateways',
    'the only one',
    ['scale-lookup', 'perSecond'],
    ['any of many', 'the only one'],
    {
      atLeast: 0.95,
    },
  ),
  ratio(
    'lookup, a hot one of 10,000 gateways',
    'the only one',
    ['scale-lookup', 'perSecond'],
    ['a hot one of many', 'the only one'],
    { atLeast: 0.95 },
  ),
  {
    what: 'memory of workerd that has been asked for 10,000 gateways',
    against: '',
    measured: { experiment: 'scale-lookup', contestant: 'any of many', figure: 'memoryBytes' },
    by: null,
    // What workerd itself takes is in it: an empty Worker's process has about 50 MB.
    budget: { atMost: 2 * ISOLATE_BYTES },
    unit: 'bytes',
  },
]
