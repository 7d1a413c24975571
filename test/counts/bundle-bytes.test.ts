// What each feature weighs, held to a ceiling a little over what it weighs today: what grows by more says so here. Bytes are of
// `worker.js`, minified and compressed, and are the same on every machine.

import { expect, it } from 'vitest'
import { bundles, compressedBytes } from '../../bench/experiments/bundles.ts'

const KIB = 1024
const ceilings: { readonly [bundle: string]: number } = {
  smallest: 8 * KIB,
  authentication: 9 * KIB,
  cache: 14 * KIB,
  rate_limit: 10.5 * KIB,
  logs: 29 * KIB,
  universal: 14 * KIB,
  compat: 21 * KIB,
  translation: 31 * KIB,
  rest: 22 * KIB,
  routes: 21.5 * KIB,
  retries: 8.1 * KIB,
  sigv4: 9.5 * KIB,
  'all providers and doors': 60 * KIB,
  everything: 88 * KIB,
}

it('is told of every bundle that the bench weighs', () => {
  expect(Object.keys(ceilings)).toEqual(Object.keys(bundles))
})

it.each(Object.entries(ceilings))('%s: at most %i bytes', async (name, ceiling) => {
  expect(await compressedBytes(bundles[name] ?? '')).toBeLessThanOrEqual(ceiling)
})
