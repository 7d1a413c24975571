// The generated pages: an example of every key, and of every diagnostic.

import { expect, it } from 'vitest'
import { describePages } from './describe-pages.ts'
import { pages } from './pages.ts'

const chosen = pages.filter(({ path }) => /^docs\/(?:language|diagnostics)\.md$/.test(path))

describePages(chosen)

it('finds the pages it is about', () => {
  expect(chosen.map(({ path }) => path)).toEqual(expect.arrayContaining(['docs/diagnostics.md', 'docs/language.md']))
})
