// What a client weighs: the code of one that offers everything, minified and packed as an application would ship it, and of one that offers
// little.

import { gzipSync } from 'node:zlib'
import { transform } from 'esbuild'
import { expect, it } from 'vitest'
import { caseText } from './emitted.ts'

const KB = 1024

it.each([
  ['everything', 'all', 6 * KB],
  ['base URLs alone', 'smallest', KB],
])('%s', async (_, name, budgetBytes) => {
  const text = await caseText(name)
  const { code } = await transform(text, { loader: 'ts', minify: true, format: 'esm', target: 'es2022' })
  expect(code).toContain('createClient')
  expect(gzipSync(code, { level: 9 }).byteLength).toBeLessThanOrEqual(budgetBytes)
})
